package com.orchestrator.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has everything written down that somebody changes: each operation that is not read, not a worker's, and not said to be
 * {@link Unaudited}. It is in writing before it is done; what cannot be written down is not done.
 */
@Provider
public final class AuditFeature implements DynamicFeature {

    private static final String CALL = AuditFeature.class.getName();
    private static final int BODY_MAX = 64 * 1024;

    private final AuditLog log;
    private final Supplier<String> callIds;
    private final Function<UUID, Optional<JsonNode>> runs;

    /**
     * @param callIds for requests that bring none
     * @param runs how a run stands, as far as it belongs into the record
     */
    public AuditFeature(AuditLog log, Supplier<String> callIds, Function<UUID, Optional<JsonNode>> runs) {
        this.log = log;
        this.callIds = callIds;
        this.runs = runs;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        if (isAudited(method)) {
            context.register(new Recorder(method.getName()), Priorities.AUTHORIZATION);
        }
    }

    /** Whether calls of it are written down. */
    public static boolean isAudited(Method method) {
        Requires requires = method.getAnnotation(Requires.class);
        return requires != null
                && requires.role() != Role.WORKER
                && !method.isAnnotationPresent(GET.class)
                && !method.isAnnotationPresent(Unaudited.class);
    }

    /** What belongs into the record of how a run stands. */
    public static JsonNode standing(WorkflowInstance run) {
        return Change.standing(run);
    }

    private final class Recorder implements ContainerRequestFilter, ContainerResponseFilter {

        private final String operation;

        Recorder(String operation) {
            this.operation = operation;
        }

        @Override
        public void filter(ContainerRequestContext request) throws IOException {
            AuditFact asked = asked(request);
            log.record(asked);
            request.setProperty(CALL, asked);
            // Whoever logs about the request calls it the same.
            request.getHeaders().putSingle(RequestId.HEADER, asked.call());
        }

        private AuditFact asked(ContainerRequestContext request) throws IOException {
            Change change = Change.of(body(request));
            String reason = change.reason();
            return new AuditFact(
                    AuditFact.Kind.ASKED,
                    callId(request),
                    principal(request),
                    operation,
                    request.getUriInfo().getPath(),
                    reason == null ? request.getUriInfo().getQueryParameters().getFirst("reason") : reason,
                    change.shown(),
                    before(request),
                    null,
                    null,
                    null,
                    null);
        }

        /** As much of it as may be of interest; the resource reads all of it. */
        private byte[] body(ContainerRequestContext request) throws IOException {
            if (!request.hasEntity()) {
                return new byte[0];
            }
            InputStream whole = request.getEntityStream();
            byte[] begin = whole.readNBytes(BODY_MAX);
            request.setEntityStream(new SequenceInputStream(new ByteArrayInputStream(begin), whole));
            return begin;
        }

        private @Nullable JsonNode before(ContainerRequestContext request) {
            String run = request.getUriInfo().getPathParameters().getFirst("instanceId");
            try {
                return run == null ? null : runs.apply(UUID.fromString(run)).orElse(null);
            } catch (IllegalArgumentException notAnId) {
                return null;
            }
        }

        private String callId(ContainerRequestContext request) {
            return RequestId.of(request.getHeaderString(RequestId.HEADER)).orElseGet(callIds);
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (request.getProperty(CALL) instanceof AuditFact asked) {
                response.getHeaders().putSingle(RequestId.HEADER, asked.call());
                log.note(new AuditFact(
                        AuditFact.Kind.ANSWERED,
                        asked.call(),
                        asked.principal(),
                        asked.operation(),
                        asked.path(),
                        null,
                        null,
                        null,
                        response.getStatus(),
                        Change.code(response.getEntity()),
                        Change.standing(response.getEntity()),
                        null));
            }
        }
    }

    private static @Nullable String principal(ContainerRequestContext request) {
        Principal principal = request.getSecurityContext().getUserPrincipal();
        return principal == null ? null : principal.getName();
    }
}
