package com.orchestrator.server.wiring;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.server.front.Front;
import com.orchestrator.server.front.ProblemWriter;
import com.orchestrator.server.rest.ProblemMapper;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request to Jersey, through {@link Front}. It is mapped to {@code /*} so that unknown paths are answered in our words, and
 * to {@code /health}, {@code /metrics} and {@code /openapi} once more, because Payara puts its own servlets there unless somebody has
 * them. To Jersey all paths look the same: without a servlet path.
 */
public final class ApiServlet extends GenericServlet {

    private static final long serialVersionUID = 1L;

    private static final String PAGE = "page";

    private transient @Nullable ServletContainer jersey;
    private transient @Nullable Front front;
    private transient @Nullable ActiveRequests active;
    private transient @Nullable Problem refusal;

    @Override
    public void init() throws ServletException {
        refusal = ServerLifecycle.refusal(getServletContext())
                .map(ApiServlet::notStarted)
                .orElse(null);
        if (refusal != null) {
            return;
        }
        FrontParts parts = FrontParts.of(getServletContext());
        ServletContainer container = new ServletContainer(parts.resources());
        container.init(getServletConfig());
        jersey = container;
        front = parts.inFrontOf(container);
        active = parts.active();
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        RequestDispatcher page = getServletContext().getNamedDispatcher(PAGE);
        if (page != null && isRoot((HttpServletRequest) request)) {
            page.forward(request, response);
            return;
        }
        Problem reason = refusal;
        if (reason != null) {
            new ProblemWriter().write(reason, (HttpServletResponse) response);
            return;
        }
        Front entrance = front;
        ActiveRequests counter = active;
        if (entrance == null || counter == null) {
            throw new ServletException("The servlet is not initialised");
        }
        entrance.serve((HttpServletRequest) request, (HttpServletResponse) response, counter.begin());
    }

    /** Payara passes by a mapping to the root alone. */
    private static boolean isRoot(HttpServletRequest request) {
        return request.getRequestURI().length() <= request.getContextPath().length() + 1;
    }

    private static Problem notStarted(String reason) {
        return ProblemMapper.problem(
                new OrchestratorException(ErrorCode.UNAVAILABLE, "The server did not start: " + reason));
    }

    @Override
    public void destroy() {
        if (front != null) {
            front.stop();
        }
        ServletContainer container = jersey;
        if (container != null) {
            container.destroy();
        }
    }
}
