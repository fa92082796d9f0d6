package com.orchestrator.worker;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TimeRange;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A failure whose meaning the handler knows. The kind decides what the engine does; any other exception counts as
 * {@link #retryable}. Say {@link #fatal} or {@link #compensate} only when nothing happened: such a task is not undone.
 */
public final class TaskFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,254}");

    private final FailureKind kind;
    private final String code;
    private final transient Map<String, @Nullable Object> details = new LinkedHashMap<>();
    private @Nullable Duration retryAfter;

    private TaskFailure(FailureKind kind, String code, @Nullable String message) {
        super(message);
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(
                    "'" + code + "' is not a failure code; expected for example OUT_OF_STOCK");
        }
        this.kind = kind;
        this.code = code;
    }

    /** Try again by the task's policy. */
    public static TaskFailure retryable(String code) {
        return retryable(code, null);
    }

    public static TaskFailure retryable(String code, @Nullable String message) {
        return new TaskFailure(FailureKind.RETRYABLE, code, message);
    }

    /** No retry, and nothing happened: the definition's {@code onError}, else the saga. */
    public static TaskFailure fatal(String code) {
        return fatal(code, null);
    }

    public static TaskFailure fatal(String code, @Nullable String message) {
        return new TaskFailure(FailureKind.FATAL, code, message);
    }

    /** A business "no": no retry, undo what was done before. */
    public static TaskFailure compensate(String code) {
        return compensate(code, null);
    }

    public static TaskFailure compensate(String code, @Nullable String message) {
        return new TaskFailure(FailureKind.COMPENSATE, code, message);
    }

    /** A person must look: the run is suspended with an incident. */
    public static TaskFailure suspend(String code) {
        return suspend(code, null);
    }

    public static TaskFailure suspend(String code, @Nullable String message) {
        return new TaskFailure(FailureKind.SUSPEND, code, message);
    }

    /** Nobody can tell whether it happened, as after a lost lease. */
    public static TaskFailure outcomeUnknown(String code) {
        return outcomeUnknown(code, null);
    }

    public static TaskFailure outcomeUnknown(String code, @Nullable String message) {
        return new TaskFailure(FailureKind.UNKNOWN, code, message);
    }

    /** Adds a fact for those who read the failure; the value is written as JSON. */
    public TaskFailure detail(String name, @Nullable Object value) {
        details.put(name, value);
        return this;
    }

    /** Wishes a delay before the next attempt, instead of the policy's. */
    public TaskFailure after(Duration delay) {
        if (delay.isNegative() || !TimeRange.holds(delay)) {
            throw new IllegalArgumentException("The delay before the next attempt is negative or longer than "
                    + TimeRange.LONGEST.toDays() + " days");
        }
        retryAfter = delay;
        return this;
    }

    public FailureKind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public Map<String, @Nullable Object> details() {
        return Collections.unmodifiableMap(details);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
