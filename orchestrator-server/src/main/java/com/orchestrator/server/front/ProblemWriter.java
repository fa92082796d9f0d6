package com.orchestrator.server.front;

import com.orchestrator.api.error.Problem;
import com.orchestrator.server.rest.ProblemMapper;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with a problem where no resource does it. */
public final class ProblemWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

    private final Json json = new Json(BodyLimit.DEFAULT.bytesMax());

    /** Writes it, unless something else has been said already. */
    public void write(Problem problem, HttpServletResponse response) {
        if (response.isCommitted()) {
            return;
        }
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
