package com.orchestrator.worker.effects;

import com.orchestrator.worker.TaskFailure;
import java.sql.SQLException;

/** The failures that effects report to the engine beside those of the work itself, each of the kind that is true. */
public final class EffectFailures {

    /** Fatal: the undo came first, so this late delivery does nothing, and nothing is left to undo. */
    public static final String EFFECT_UNDONE = "EFFECT_UNDONE";
    /** Suspend: the engine knows that the effect happened, but no row says so; undoing by guess would be wrong. */
    public static final String EFFECT_UNRECORDED = "EFFECT_UNRECORDED";
    /** Unknown: the connection broke at the commit. The next delivery finds out. */
    public static final String COMMIT_UNKNOWN = "COMMIT_UNKNOWN";
    /** Retryable: the database refused the commit, as after a serialization conflict. Nothing happened. */
    public static final String COMMIT_REFUSED = "COMMIT_REFUSED";
    /** Retryable: no connection, or no table. Nothing happened. */
    public static final String EFFECTS_UNAVAILABLE = "EFFECTS_UNAVAILABLE";
    /** Fatal: the output is no JSON that could be returned to a redelivery. Nothing happened. */
    public static final String OUTPUT_UNWRITABLE = "OUTPUT_UNWRITABLE";
    /** Suspend: the effect happened, but its recorded output is not what this build of the handler expects. */
    public static final String OUTPUT_UNREADABLE = "OUTPUT_UNREADABLE";

    private static final String INTEGRITY_VIOLATED = "23";
    private static final String ROLLED_BACK = "40";
    private static final String COMPLETION_UNKNOWN = "40003";

    private EffectFailures() {}

    static TaskFailure undone(String key, EffectRecord.Outcome outcome) {
        String what = outcome == EffectRecord.Outcome.UNDONE ? "was done and undone" : "was undone before it happened";
        return TaskFailure.fatal(EFFECT_UNDONE, "Effect " + key + " " + what + "; it must not happen any more");
    }

    static TaskFailure unrecorded(String key) {
        return TaskFailure.suspend(
                EFFECT_UNRECORDED,
                "Effect " + key + " happened, but the table has no row for it: its handler does not record it,"
                        + " or the row was forgotten too early");
    }

    /** Between two statements; whoever deletes records of running tasks has more to fear than this. */
    static TaskFailure forgotten(String key) {
        return TaskFailure.retryable(EFFECTS_UNAVAILABLE, "The record of effect " + key + " was forgotten just now");
    }

    /** A refusal is certain; whatever else goes wrong with a commit may come from the way back. */
    static TaskFailure commit(SQLException cause) {
        return isRefusal(String.valueOf(cause.getSQLState()))
                ? because(TaskFailure.retryable(COMMIT_REFUSED, "The commit was refused: " + cause.getMessage()), cause)
                : because(
                        TaskFailure.outcomeUnknown(
                                COMMIT_UNKNOWN, "Nobody knows whether the commit happened: " + cause.getMessage()),
                        cause);
    }

    private static boolean isRefusal(String state) {
        return state.startsWith(INTEGRITY_VIOLATED)
                || (state.startsWith(ROLLED_BACK) && !state.equals(COMPLETION_UNKNOWN));
    }

    static TaskFailure unavailable(SQLException cause) {
        return because(
                TaskFailure.retryable(EFFECTS_UNAVAILABLE, "Effects cannot be recorded: " + cause.getMessage()), cause);
    }

    static TaskFailure unwritable(Class<?> type, Exception cause) {
        String message =
                "The output cannot be written and read as a " + type.getSimpleName() + ": " + cause.getMessage();
        return because(TaskFailure.fatal(OUTPUT_UNWRITABLE, message), cause);
    }

    static TaskFailure unreadable(Class<?> type, String reason) {
        return TaskFailure.suspend(
                OUTPUT_UNREADABLE, "The recorded output is not a " + type.getSimpleName() + ": " + reason);
    }

    private static TaskFailure because(TaskFailure failure, Exception cause) {
        failure.initCause(cause);
        return failure;
    }
}
