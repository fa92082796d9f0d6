package com.orchestrator.server.rest;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.seal.MissingKey;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.server.audit.RequestId;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.json.Refusals;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is not an answer leaves through here as {@code application/problem+json}: refusals of the engine, faults
 * of the request that Jersey found, and faults of our own, which are logged once with the incident id that the caller
 * gets. The only status table.
 */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    /** Media type of every answer that is a refusal. */
    private static final String PROBLEM_JSON = "application/problem+json";

    private static final List<String> LOGGED = List.of(
            "namespace", "workflow", "instanceId", "taskId", "executionId", "jobId", "batchId", "workerId", "queue");

    private final Json json;
    private final Supplier<String> incidentIds;

    /** Of the request at hand, whichever that is; Jersey fills it in. */
    @Context
    private @Nullable ExtendedUriInfo uri;

    @Context
    private @Nullable Request request;

    @Context
    private @Nullable HttpHeaders headers;

    public ProblemMapper(Json json, Supplier<String> incidentIds) {
        this.json = json;
        this.incidentIds = incidentIds;
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case MALFORMED_REQUEST, INVALID_REQUEST -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case FEED_TRIMMED -> 410;
            case METHOD_NOT_ALLOWED -> 405;
            case NOT_ACCEPTABLE -> 406;
            case RUN_ID_CONFLICT,
                    FENCE_STALE,
                    REPORT_CONFLICT,
                    ILLEGAL_STATE,
                    SET_ASIDE,
                    PIVOT_PASSED,
                    CONCURRENCY_LIMIT,
                    PAYLOADS_ERASED,
                    WORKFLOW_PAUSED -> 409;
            case REQUEST_TIMEOUT -> 408;
            case PRECONDITION_FAILED -> 412;
            case PAYLOAD_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case ARCHIVE_INVALID,
                    CONNECTION_INVALID,
                    DEFINITION_INVALID,
                    INPUT_INVALID,
                    JOB_INVALID,
                    LIMIT_INVALID,
                    RETENTION_INVALID,
                    SCHEDULE_INVALID,
                    WEBHOOK_INVALID -> 422;
            case TOO_MANY_REQUESTS, QUOTA_EXCEEDED -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE, ENCRYPTION_KEY_MISSING -> 503;
        };
    }

    /** The wire form of a refusal, also where it is only a part of an answer. */
    public static Problem problem(OrchestratorException refusal) {
        Integer wait = refusal.retryAfter()
                .map(Duration::toSeconds)
                .map(Math::toIntExact)
                .orElse(null);
        return problem(refusal.code(), Refusals.detail(refusal), null, wait, refusal.errors());
    }

    /** The wire form of what the container refused before anybody of us saw it. */
    public static Problem problem(int status) {
        ErrorCode code = code(status);
        return problem(code, code.title());
    }

    /** The code that stands for a status which something other than the engine has chosen. */
    private static ErrorCode code(int status) {
        return switch (status) {
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405, 501 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 408 -> ErrorCode.REQUEST_TIMEOUT;
            case 412 -> ErrorCode.PRECONDITION_FAILED;
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ErrorCode.TOO_MANY_REQUESTS;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INTERNAL;
        };
    }

    private static Problem problem(ErrorCode code, String detail) {
        return problem(code, detail, null, null, List.of());
    }

    private static Problem problem(
            ErrorCode code,
            String detail,
            @Nullable String incident,
            @Nullable Integer retryAfter,
            List<Problem.Detail> errors) {
        return new Problem(
                "urn:orchestrator:problem:"
                        + code.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                code.title(),
                status(code),
                detail,
                incident,
                code,
                code.isRetryable(),
                retryAfter,
                errors);
    }

    @Override
    public Response toResponse(Throwable thrown) {
        Optional<OrchestratorException> refusal = refusal(thrown);
        if (refusal.isPresent() && refusal.get().code() == ErrorCode.UNSUPPORTED_MEDIA_TYPE) {
            return unsupported(Refusals.detail(refusal.get()));
        }
        if (refusal.isPresent() && refusal.get().code() != ErrorCode.INTERNAL) {
            return answer(problem(refusal.get())).build();
        }
        Optional<WebApplicationException> found = cause(thrown, WebApplicationException.class);
        if (refusal.isEmpty() && found.isPresent() && found.get().getResponse().getStatus() < 500) {
            return framework(found.get());
        }
        Optional<MissingKey> sealed = cause(thrown, MissingKey.class);
        if (sealed.isPresent()) {
            return answer(problem(sealed.get().refusal())).build();
        }
        if (cause(thrown, StoreUnavailableException.class).isPresent()) {
            return answer(problem(ErrorCode.UNAVAILABLE, "The database does not answer"))
                    .build();
        }
        if (cause(thrown, TimeoutException.class).isPresent()) {
            return answer(problem(ErrorCode.UNAVAILABLE, "No answer in time; whether it happened is not known"))
                    .build();
        }
        return incident(thrown);
    }

    private Response framework(WebApplicationException thrown) {
        ErrorCode code = code(thrown.getResponse().getStatus());
        if (code == ErrorCode.UNSUPPORTED_MEDIA_TYPE) {
            return unsupported(code.title());
        }
        String detail = thrown instanceof NotFoundException
                ? "There is nothing at this address; GET /api/v1 says what there is"
                : code.title();
        Response.ResponseBuilder answer = answer(problem(code, detail));
        String allow = thrown.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allow).build();
    }

    /** Names what the address takes, in words and in the header that is there for it. */
    private Response unsupported(String detail) {
        String accepted = uri == null || request == null ? "" : AcceptedTypes.of(uri, request.getMethod());
        return accepted.isEmpty()
                ? answer(problem(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail)).build()
                : answer(problem(
                                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                                detail + "; this address takes Content-Type " + accepted.replace(", ", " or ")))
                        .header(HttpHeaders.ACCEPT, accepted)
                        .build();
    }

    private Response incident(Throwable thrown) {
        String incident = incidentIds.get();
        ids().and("incidentId", incident).log(() -> LOG.error("Incident {}", incident, thrown));
        String detail = "Something went wrong on our side; whether it happened is not known. Incident " + incident;
        return answer(problem(ErrorCode.INTERNAL, detail, "urn:orchestrator:incident:" + incident, null, List.of()))
                .build();
    }

    /**
     * What the request was about, by the names in its address; not all of it, since a task's token is a secret. Of requests that Jersey
     * has not seen nothing is known here.
     */
    private LogIds ids() {
        try {
            LogIds ids = LogIds.of("requestId", headers == null ? null : requestId(headers));
            if (uri != null) {
                LOGGED.forEach(name -> ids.and(name, uri.getPathParameters().getFirst(name)));
            }
            return ids;
        } catch (IllegalStateException notOfJersey) {
            return LogIds.of("requestId", null);
        }
    }

    private static @Nullable String requestId(HttpHeaders headers) {
        return RequestId.of(headers.getHeaderString(RequestId.HEADER)).orElse(null);
    }

    private Response.ResponseBuilder answer(Problem problem) {
        Response.ResponseBuilder answer = Response.status(problem.status()).entity(json.write(problem));
        headers(problem).forEach(answer::header);
        return answer;
    }

    /** What stands above a refusal, by name: how to read it, that nobody may keep it, and how the caller may get further. */
    public static Map<String, String> headers(Problem problem) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON);
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.status() == 401) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"orchestrator\"");
        }
        if (problem.status() == 429 || problem.status() == 503) {
            headers.put(HttpHeaders.RETRY_AFTER, String.valueOf(Objects.requireNonNullElse(problem.retryAfter(), 1)));
        }
        return headers;
    }

    /** The refusal behind a failure, if it is one. */
    public static Optional<OrchestratorException> refusal(Throwable thrown) {
        return cause(thrown, OrchestratorException.class);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
