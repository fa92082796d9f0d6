package com.orchestrator.server.grizzly;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.server.rest.ProblemMapper;
import com.orchestrator.server.rest.json.Json;
import java.nio.charset.StandardCharsets;

/** A whole answer with a problem document, as it goes over the wire; the connection ends with it. */
record Refusal(int status, byte[] bytes) {

    /** Prints them. */
    record Printer(Json json) {

        Refusal print(ErrorCode code, String detail) {
            return print(ProblemMapper.problem(new OrchestratorException(code, detail)));
        }

        /** What the container refuses with nothing but a status. */
        Refusal print(int status) {
            return print(ProblemMapper.problem(status));
        }

        private Refusal print(Problem problem) {
            byte[] body = json.write(problem);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + problem.status() + " " + problem.title() + "\r\n");
            ProblemMapper.headers(problem).forEach((name, value) -> line(head, name, value));
            line(head, "Connection", "close");
            line(head, "Content-Length", String.valueOf(body.length));
            return new Refusal(
                    problem.status(),
                    (head + "\r\n" + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        }

        private static void line(StringBuilder head, String name, String value) {
            head.append(name).append(": ").append(value).append("\r\n");
        }
    }
}
