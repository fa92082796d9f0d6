package com.orchestrator.worker;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;

/**
 * An answer that no repeating will change: the credential is not taken, or what answers is not an orchestrator.
 *
 * @param message names the address, and what to change
 * @param mayBeStarting a container answers so too whose application is still to come
 */
record Refusal(String message, boolean mayBeStarting) {

    /** Empty for what may pass by itself: nobody answers, or the server asks for time. */
    static Optional<Refusal> of(URI server, Throwable thrown) {
        Throwable cause = FailureMapping.unwrap(thrown);
        if (cause instanceof UncheckedIOException) {
            return Optional.of(new Refusal(noOrchestrator(server, "an answer that is none of its"), false));
        }
        return cause instanceof OrchestratorProblemException problem ? of(server, problem) : Optional.empty();
    }

    private static Optional<Refusal> of(URI server, OrchestratorProblemException problem) {
        int status = problem.status();
        if (status == 401) {
            return refused("The server " + server + " does not take the credential (401: " + problem.detail()
                    + "). Give the worker a token that the server knows: token(\"…\"), or ORCHESTRATOR_TOKEN");
        }
        if (status == 403) {
            return refused("The token may not do a worker's work at " + server + " (403: " + problem.detail()
                    + "). Give it the role worker at the server: ORCHESTRATOR_TOKENS=name:worker:secret");
        }
        boolean isNameless = problem.code().equals(OrchestratorProblemException.nameless(status));
        if (status == 404 || (isNameless && status >= 300 && status < 429)) {
            return Optional.of(
                    new Refusal(noOrchestrator(server, "HTTP status " + status), status == 404 && isNameless));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refused(String message) {
        return Optional.of(new Refusal(message, false));
    }

    private static String noOrchestrator(URI server, String answer) {
        return "What answers at " + server + " is not an orchestrator (" + answer
                + "). Check the address: scheme, host and port of the server, without /api/v1;"
                + " connect(URI.create(\"…\")), or ORCHESTRATOR_URL";
    }
}
