package com.orchestrator.server.wiring;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.server.rest.ProblemMapper;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request to Jersey. It is mapped to {@code /*} so that unknown paths are answered in our words, and to
 * {@code /health}, {@code /metrics} and {@code /openapi} once more, because Payara puts its own servlets there unless somebody has them. To
 * Jersey all paths look the same: without a servlet path.
 */
public final class ApiServlet extends GenericServlet {

    private static final long serialVersionUID = 1L;

    private transient @Nullable ServletContainer jersey;
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
        ServletContainer container = new ServletContainer(ServerLifecycle.resources(getServletContext()));
        container.init(getServletConfig());
        jersey = container;
        active = ServerLifecycle.activeRequests(getServletContext());
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        Problem reason = refusal;
        if (reason != null) {
            new ProblemWriter().write(reason, (HttpServletResponse) response);
            return;
        }
        ServletContainer container = jersey;
        ActiveRequests counter = active;
        if (container == null || counter == null) {
            throw new ServletException("The servlet is not initialised");
        }
        HttpServletRequest whole = new WholePath((HttpServletRequest) request);
        counter.begin();
        try {
            if (isWellFormed(whole.getRequestURI())) {
                container.service(whole, response);
            } else {
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_BAD_REQUEST);
            }
        } finally {
            counter.returned(request);
        }
    }

    private static Problem notStarted(String reason) {
        return ProblemMapper.problem(
                new OrchestratorException(ErrorCode.UNAVAILABLE, "The server did not start: " + reason));
    }

    /** Jersey answers an escape such as %zz with an empty 200. */
    private static boolean isWellFormed(String uri) {
        try {
            return new URI(uri).getPath() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public void destroy() {
        ServletContainer container = jersey;
        if (container != null) {
            container.destroy();
        }
    }

    private static final class WholePath extends HttpServletRequestWrapper {

        WholePath(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getServletPath() {
            return "";
        }

        @Override
        public String getPathInfo() {
            String pathInfo = super.getPathInfo();
            return pathInfo == null ? super.getServletPath() : super.getServletPath() + pathInfo;
        }
    }
}
