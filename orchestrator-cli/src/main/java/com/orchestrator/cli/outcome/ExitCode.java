package com.orchestrator.cli.outcome;

/** What scripts decide by. Numbers stay. */
public enum ExitCode {
    OK(0, "done; of a run that was waited for: `COMPLETED`"),
    ERROR(
            1,
            "it could not be done: no server, a definition with faults, a check of `doctor` that fails, an answer of no"),
    USAGE(2, "not understood; nothing was asked of the server, or it could not read what was asked"),
    NOT_FOUND(3, "there is no such thing"),
    CONFLICT(4, "not as things stand"),
    FAILED(5, "the run that was waited for is `FAILED`, the job `FAILED`"),
    COMPENSATED(6, "the run is `COMPENSATED`: what it did is undone"),
    UNDO_FAILED(7, "the run is `COMPENSATION_FAILED`: an undo waits for a person"),
    CANCELLED(8, "the run is `CANCELLED` or `TERMINATED`, the job `CANCELLED`"),
    NOT_ALLOWED(9, "no token, an unknown one, or one without the role"),
    TIMED_OUT(124, "what was waited for has not come in time");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** In a few words, for the reference. */
    public String meaning() {
        return meaning;
    }

    /** What an answer of the server comes to that is no success. */
    public static ExitCode ofStatus(int status) {
        return switch (status) {
            case 400 -> USAGE;
            case 401, 403 -> NOT_ALLOWED;
            case 404 -> NOT_FOUND;
            case 409, 412 -> CONFLICT;
            default -> ERROR;
        };
    }

    /** What a state of a run or job comes to for who has waited for it; also of states in which it only rests. */
    public static ExitCode ofState(String state) {
        return switch (state) {
            case "COMPLETED", "SUCCEEDED" -> OK;
            case "FAILED" -> FAILED;
            case "COMPENSATED" -> COMPENSATED;
            case "COMPENSATION_FAILED" -> UNDO_FAILED;
            case "CANCELLED", "TERMINATED" -> CANCELLED;
            default -> TIMED_OUT;
        };
    }
}
