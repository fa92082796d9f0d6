package com.orchestrator.server.wiring;

import com.orchestrator.api.error.Problem;
import com.orchestrator.server.rest.ProblemMapper;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the container itself refuses is said in the same form as everything else, and not as an HTML page. */
public final class ErrorPageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPageServlet.class);

    private final transient Json json = new Json(BodyLimit.DEFAULT.bytesMax());

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Problem problem =
                ProblemMapper.problem(status instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND);
        byte[] body = json.write(problem);
        response.setStatus(problem.status());
        response.setContentType(ProblemMapper.PROBLEM_JSON);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            LOG.debug("The caller went away before it was told {}", problem.code(), e);
        }
    }
}
