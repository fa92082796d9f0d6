package com.orchestrator.worker;

import com.orchestrator.api.error.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server said no: a problem document (RFC 9457), or whatever stood in its place. */
public final class OrchestratorProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String detail;
    private final transient List<Problem.Detail> errors;
    private final @Nullable Duration retryAfter;

    OrchestratorProblemException(
            int status, String code, String detail, List<Problem.Detail> errors, @Nullable Duration retryAfter) {
        super(status + " " + code + ": " + detail);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Name of the refusal, for example {@code RUN_ID_CONFLICT}; {@code HTTP_<status>} when the answer named none. */
    public String code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    /** Every single fault of a document that was checked as a whole. */
    public List<Problem.Detail> errors() {
        return errors;
    }

    /** When the server would like to be asked again. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the same call may succeed later, unchanged. */
    public boolean isRetryable() {
        return status == 429 || status >= 500 || (status == 404 && isNameless());
    }

    /** Whether the same call, repeated at once, may succeed: an incident of the server's would be one again. */
    boolean mayPass() {
        return isRetryable() && (status != 500 || isNameless());
    }

    /** Whether what was sent cannot be taken as it is, however often it is sent. */
    boolean isOfTheBody() {
        return status == 400 || status == 413 || status == 422;
    }

    /** Whether somebody else answered, as a container does whose application has just gone or is still to come. */
    private boolean isNameless() {
        return code.equals(nameless(status));
    }

    static String nameless(int status) {
        return "HTTP_" + status;
    }
}
