package com.orchestrator.engine.decision;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.Problem;
import java.util.List;

/** What became of a command. */
public sealed interface Verdict {

    Verdict ACCEPTED = new Accepted();

    static Verdict refused(ErrorCode code, String message) {
        return refused(code, message, List.of());
    }

    /** @param errors every single fault found, for requests that are checked as a whole */
    static Verdict refused(ErrorCode code, String message, List<Problem.Detail> errors) {
        return new Refused(code, message, errors);
    }

    /** Its events, possibly none when it had already taken effect, are on the run. */
    record Accepted() implements Verdict {}

    /** The run is as it was, except for a late report that a refusal may keep. */
    record Refused(ErrorCode code, String message, List<Problem.Detail> errors) implements Verdict {

        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
