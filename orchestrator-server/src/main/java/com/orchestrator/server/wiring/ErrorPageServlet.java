package com.orchestrator.server.wiring;

import com.orchestrator.server.front.ProblemWriter;
import com.orchestrator.server.rest.ProblemMapper;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the container itself refuses is said in the same form as everything else, and not as an HTML page. Since every path
 * is ours, it finds nothing only while we are not there yet, or no longer: then the caller may come again.
 */
public final class ErrorPageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final ProblemWriter PROBLEMS = new ProblemWriter();

    /**
     * What the caller is told.
     *
     * @param refusal status of the container; null when somebody asks for this page itself
     * @param uri of the request
     */
    static int status(@Nullable Object refusal, @Nullable Object uri) {
        boolean isHidden = uri == null || uri.toString().matches("(?i)/+(WEB|META)-INF(/.*)?");
        int status = refusal instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
        return status == HttpServletResponse.SC_NOT_FOUND && !isHidden
                ? HttpServletResponse.SC_SERVICE_UNAVAILABLE
                : status;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        PROBLEMS.write(
                ProblemMapper.problem(status(
                        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE),
                        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))),
                response);
    }
}
