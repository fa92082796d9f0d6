package com.orchestrator.server.front;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Credentials;
import com.orchestrator.server.auth.Place;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.metrics.HttpTimes;
import com.orchestrator.server.rest.ProblemMapper;
import com.orchestrator.server.rest.StartResource;
import com.orchestrator.server.rest.TaskResource;
import com.orchestrator.server.rest.Veil;
import com.orchestrator.server.rest.json.RawText;
import com.orchestrator.server.rest.json.RequestBodyReader;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.param.Wait;
import com.orchestrator.server.rest.wire.StartBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The calls that nearly all traffic is made of, brought to the same methods of the same resources without Jersey in between, which
 * costs more than they do. Taken are only requests with nothing unusual about them; all others Jersey sees to.
 */
public final class DirectCalls {

    private static final String POLL = "/api/v1/tasks/poll";
    private static final String STARTS = "/api/v1/workflows/";
    private static final String START_ROUTE = STARTS + "{namespace}/{workflow}/instances";
    private static final Pattern START = Pattern.compile(STARTS + "([\\w.-]+)/([\\w.-]+)/instances");
    private static final Pattern WAIT = Pattern.compile("wait=(\\w+)");
    private static final Set<String> JSON = Set.of(MediaType.APPLICATION_JSON, "application/json; charset=utf-8");
    private static final Set<String> ANYTHING = Set.of(MediaType.APPLICATION_JSON, MediaType.WILDCARD);

    private final TaskResource tasks;
    private final StartResource starts;
    private final Authenticator authenticator;
    private final RequestBodyReader bodies;
    private final Answering answering;

    /**
     * What becomes of results.
     *
     * @param problems makes answers of refusals
     * @param veil takes out what is not for a caller
     * @param times hears how long it took
     */
    public record Answering(ProblemMapper problems, Veil veil, HttpTimes times) {}

    public DirectCalls(
            TaskResource tasks,
            StartResource starts,
            Authenticator authenticator,
            RequestBodyReader bodies,
            Answering answering) {
        this.tasks = tasks;
        this.starts = starts;
        this.authenticator = authenticator;
        this.bodies = bodies;
        this.answering = answering;
    }

    /** A call of which all is known but the body. */
    interface Call {

        /** @return the answer, also when it is a refusal; never fails */
        CompletionStage<Response> with(byte[] body);
    }

    /** Empty when Jersey has to see to it. */
    Optional<Call> of(HttpServletRequest request) {
        if (!isOrdinary(request)) {
            return Optional.empty();
        }
        String path = Front.path(request);
        String query = request.getQueryString();
        Credentials caller = Credentials.of(request);
        if (path.equals(POLL)) {
            return query == null ? Optional.of(poll(caller)) : Optional.empty();
        }
        return path.startsWith(STARTS)
                ? start(path, query, request.getHeader(StartResource.TRACEPARENT), caller)
                : Optional.empty();
    }

    private boolean isOrdinary(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        String type = request.getContentType();
        return request.getMethod().equals("POST")
                && length > 0
                && length <= bodies.bytesMax()
                && type != null
                && JSON.contains(type)
                && (accepted == null || ANYTHING.contains(accepted))
                && request.getHeader(HttpHeaders.CONTENT_ENCODING) == null;
    }

    private Call poll(Credentials caller) {
        return body -> timed(
                POLL,
                () -> answer(
                        caller,
                        Role.WORKER,
                        Place.API,
                        worker -> tasks.poll(worker, bodies.read(body, RawText.class))));
    }

    private Optional<Call> start(
            String path, @Nullable String query, @Nullable String traceparent, Credentials caller) {
        Matcher names = START.matcher(path);
        Matcher wait = WAIT.matcher(query == null ? "wait=0s" : query);
        if (!names.matches() || !wait.matches() || !isName(names.group(1)) || !isName(names.group(2))) {
            return Optional.empty();
        }
        return Optional.of(body -> timed(
                START_ROUTE,
                () -> answer(
                        caller,
                        Role.OPERATOR,
                        Place.in(names.group(1)),
                        operator -> starts.start(
                                operator,
                                new Text(names.group(1)),
                                new Text(names.group(2)),
                                Wait.fromString(wait.group(1)),
                                traceparent,
                                bodies.read(body, StartBody.class)))));
    }

    private CompletionStage<Response> timed(String route, Supplier<CompletionStage<Response>> call) {
        long began = System.nanoTime();
        return call.get()
                .whenComplete((answer, never) -> answering
                        .times()
                        .answered(route, "POST", answer.getStatus(), Duration.ofNanos(System.nanoTime() - began)));
    }

    private static boolean isName(String text) {
        return Identifier.NAME.fault(text).isEmpty();
    }

    private CompletionStage<Response> answer(
            Credentials credentials, Role wanted, Place place, Function<Caller, CompletionStage<Response>> call) {
        try {
            Caller caller = authenticator.admit(credentials, wanted, () -> place, () -> place);
            CompletionStage<Response> answer = call.apply(caller);
            return (caller.readsSensitive()
                            ? answer
                            : answer.thenApply(whole -> answering.veil().over(whole, caller, STARTS)))
                    .exceptionally(answering.problems()::toResponse);
        } catch (RuntimeException refusal) {
            return CompletableFuture.completedFuture(answering.problems().toResponse(refusal));
        }
    }
}
