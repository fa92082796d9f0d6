package com.orchestrator.examples.quarkuscdi;

import com.orchestrator.examples.payaracdi.ContainerContract;

/** The beans as a Quarkus application, as Quarkus has built it. */
class QuarkusCdiIT extends ContainerContract {

    @Override
    protected ProcessBuilder container(int readinessPort) {
        return new ProcessBuilder(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dquarkus.http.port=" + readinessPort,
                "-jar",
                "target/quarkus-app/quarkus-run.jar");
    }

    /** Of {@code application.properties}. */
    @Override
    protected String worker() {
        return "quarkus";
    }

    @Override
    protected String threads() {
        return "orchestrator";
    }

    @Override
    protected String readinessPath() {
        return "/q/health/ready";
    }
}
