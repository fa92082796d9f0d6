package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.Failure;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What an exception of a handler says on the wire. */
final class FailureMapping {

    private static final int NAME_CHARS_MAX = 120;

    private final ObjectMapper mapper;

    FailureMapping(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Failure failure(Throwable thrown, RegisteredHandler handler, TaskLease lease) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof TaskFailure known) {
            return failure(known);
        }
        FailureKind kind = kind(cause, handler, lease);
        String code = kind == FailureKind.CANCELLED ? "CANCELLED" : code(cause);
        return new Failure(kind, code, cause.getMessage(), null, null);
    }

    Failure failure(TaskFailure known) {
        return new Failure(
                known.kind(),
                known.code(),
                known.getMessage(),
                details(known),
                known.retryAfter().orElse(null));
    }

    private static FailureKind kind(Throwable thrown, RegisteredHandler handler, TaskLease lease) {
        boolean gaveUp = thrown instanceof TaskCancelledException
                || thrown instanceof CancellationException
                || thrown instanceof InterruptedException;
        if (gaveUp && lease.isCancelRequested()) {
            return FailureKind.CANCELLED;
        }
        return handler.isFatal(thrown) ? FailureKind.FATAL : FailureKind.RETRYABLE;
    }

    static Throwable unwrap(Throwable thrown) {
        Throwable inner = thrown;
        while (isWrapper(inner) && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof CompletionException
                || thrown instanceof ExecutionException
                || thrown instanceof InvocationTargetException;
    }

    /** {@code IllegalStateException} → {@code ILLEGAL_STATE_EXCEPTION}; anonymous classes go by their parent's name. */
    static String code(Throwable thrown) {
        Class<?> type = thrown.getClass();
        while (type.getSimpleName().isEmpty()) {
            type = type.getSuperclass();
        }
        String name = type.getSimpleName();
        return name.substring(0, Math.min(name.length(), NAME_CHARS_MAX))
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9_]", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** Details that cannot be written must not hide the failure they belong to. */
    private @Nullable Payload details(TaskFailure failure) {
        if (failure.details().isEmpty()) {
            return null;
        }
        try {
            return Payload.ofJson(mapper.writeValueAsBytes(failure.details()));
        } catch (JsonProcessingException e) {
            return Payload.ofTree(mapper.valueToTree(Map.of("unwritable", String.valueOf(e.getOriginalMessage()))));
        }
    }
}
