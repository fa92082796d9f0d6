package com.orchestrator.server.wiring;

import com.orchestrator.api.error.Problem;
import com.orchestrator.server.rest.ProblemMapper;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with a problem where there is no Jersey to do it. */
final class ProblemWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

    private final Json json = new Json(BodyLimit.DEFAULT.bytesMax());

    void write(Problem problem, HttpServletResponse response) {
        byte[] body = json.write(problem);
        response.setStatus(problem.status());
        ProblemMapper.headers(problem).forEach(response::setHeader);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            LOG.debug("The caller went away before it was told {}", problem.code(), e);
        }
    }
}
