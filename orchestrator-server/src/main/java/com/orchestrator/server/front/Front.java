package com.orchestrator.server.front;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.server.audit.RequestId;
import com.orchestrator.server.rest.ProblemMapper;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests to the resources, those alone whose body is there. A body that came with its request costs nothing here; one that
 * did not is waited for without a thread, when the caller may call at all.
 */
public final class Front {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    /** More at once would not be done sooner, and a container of the smallest kind has 32 threads. */
    private static final int AT_ONCE_MAX =
            Math.min(16, Math.max(8, 2 * Runtime.getRuntime().availableProcessors()));

    private final Servlet resources;
    private final Predicate<HttpServletRequest> mayCall;
    private final SlowBodies slowBodies;
    private final Wire wire;
    private final ProblemWriter problems;
    private final Turns turns = new Turns(AT_ONCE_MAX);
    private volatile boolean isStopped;

    /** @param mayCall whether a request would be refused whatever its body says */
    public Front(
            Servlet resources,
            Predicate<HttpServletRequest> mayCall,
            SlowBodies slowBodies,
            Wire wire,
            ProblemWriter problems) {
        this.resources = resources;
        this.mayCall = mayCall;
        this.slowBodies = slowBodies;
        this.wire = wire;
        this.problems = problems;
    }

    /** @param over to be run when the request is over, at least once */
    public void serve(HttpServletRequest request, HttpServletResponse response, Runnable over)
            throws ServletException, IOException {
        wire.see(request);
        Exchange exchange = new Exchange(request, response, wire, problems, over);
        try {
            serve(exchange, request);
        } catch (CallerGoneException e) {
            LOG.debug("A caller went away before its request was looked at", e);
        } finally {
            exchange.returned();
        }
    }

    private void serve(Exchange exchange, HttpServletRequest request) throws ServletException, IOException {
        if (!isWellFormed(request.getRequestURI())) {
            exchange.refuse(problem(ErrorCode.MALFORMED_REQUEST, "The address is not a URI: check its %-escapes"));
        } else if (!request.getInputStream().isFinished()) {
            receive(exchange);
        } else if (mustGoOn(request)) {
            exchange.serve(resources);
            exchange.served();
        } else {
            inTurn(exchange);
        }
    }

    /** The address below the context root, as it was sent. */
    public static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    /** Jersey answers an escape such as %zz with an empty 200. */
    private static boolean isWellFormed(String uri) {
        try {
            return new URI(uri).getPath() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Health checks, and what workers say; it is handed to the engine and answered later. */
    private static boolean mustGoOn(HttpServletRequest request) {
        String path = path(request);
        return path.startsWith("/health")
                || (!request.getMethod().equals("GET")
                        && (path.startsWith("/api/v1/tasks/")
                                || path.startsWith("/api/v1/task-tokens/")
                                || path.startsWith("/api/v1/workers/")));
    }

    private void inTurn(Exchange exchange) throws ServletException, IOException {
        if (turns.take()) {
            try {
                exchange.serve(resources);
            } finally {
                next();
            }
            exchange.served();
        } else {
            queue(exchange);
        }
    }

    private void queue(Exchange exchange) {
        AsyncContext context = exchange.goAsync();
        Runnable now = turns.takeOrQueue(() -> context.start(() -> serveInTurn(exchange)));
        if (now != null) {
            now.run();
        }
    }

    private void next() {
        Runnable next = turns.over();
        if (next != null) {
            next.run();
        }
    }

    /** The body has come; on the thread that has read the last of it. */
    private void goOn(Exchange exchange) {
        if (mustGoOn(exchange)) {
            end(exchange, isServed(exchange));
        } else if (turns.take()) {
            serveInTurn(exchange);
        } else {
            queue(exchange);
        }
    }

    private void serveInTurn(Exchange exchange) {
        boolean isServed = false;
        try {
            isServed = isServed(exchange);
        } finally {
            next();
        }
        end(exchange, isServed);
    }

    private static void end(Exchange exchange, boolean isServed) {
        if (isServed) {
            exchange.served();
        } else {
            exchange.refuse(problem(ErrorCode.UNAVAILABLE, "No answer; whether it happened is not known"));
        }
    }

    private boolean isServed(Exchange exchange) {
        if (isStopped) {
            return false;
        }
        try {
            exchange.serve(resources);
            return true;
        } catch (ServletException | IOException | RuntimeException e) {
            LogIds.of(
                            "requestId",
                            RequestId.of(exchange.getHeader(RequestId.HEADER)).orElse(null))
                    .log(() -> LOG.warn("{} {} was not answered", exchange.getMethod(), shown(exchange), e));
            return false;
        }
    }

    /** A task's token lets report on it. */
    private static String shown(Exchange exchange) {
        return exchange.getRequestURI().replaceFirst("(/task-tokens/)[^/]+", "$1***");
    }

    /** The resources are about to go away. */
    public void stop() {
        isStopped = true;
    }

    private void receive(Exchange exchange) throws ServletException, IOException {
        exchange.goAsync();
        if (mayCall.test(exchange) && !slowBodies.isAnnouncedInVain(exchange)) {
            slowBodies.receive(exchange, () -> goOn(exchange));
        } else {
            exchange.replaceBody(new byte[0]);
            slowBodies.refuse(exchange, resources);
        }
    }

    static Problem problem(ErrorCode code, String detail) {
        return ProblemMapper.problem(new OrchestratorException(code, detail));
    }
}
