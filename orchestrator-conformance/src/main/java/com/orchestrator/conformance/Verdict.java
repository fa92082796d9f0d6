package com.orchestrator.conformance;

import java.util.List;

/**
 * How a scenario came out.
 *
 * @param why the promise that is broken, or what else there is to say
 */
public record Verdict(String scenario, Outcome outcome, long millis, String why) {

    /** In words of the report. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The server says that it does not know a feature; to the caller that is a failure as well. */
        MISSING,
        /** What the scenario needs is not there; the report says so. */
        SKIPPED
    }

    static boolean allKept(List<Verdict> verdicts) {
        return verdicts.stream()
                .allMatch(verdict -> verdict.outcome == Outcome.PASSED || verdict.outcome == Outcome.SKIPPED);
    }
}
