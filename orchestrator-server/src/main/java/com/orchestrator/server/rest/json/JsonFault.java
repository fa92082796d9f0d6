package com.orchestrator.server.rest.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson throws, said in our words and with a JSON pointer. Its own messages name classes, quote the source and
 * change with its version; only those of the tokenizer are passed on, without the quotation.
 */
final class JsonFault {

    private static final Pattern SOURCE = Pattern.compile("\\[Source: .*line: (\\d+), column: (\\d+)]", Pattern.DOTALL);
    private static final int PASSED_ON_CHARS_MAX = 200;

    private JsonFault() {}

    static OrchestratorException refusal(JsonProcessingException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof OrchestratorException refusal) {
                return relocated(refusal, fault);
            }
            if (cause instanceof InputCoercionException) {
                return invalid(fault, "is out of range", null);
            }
            if (cause instanceof StreamReadException || cause instanceof StreamConstraintsException) {
                return malformed((JsonProcessingException) cause);
            }
        }
        return mapping(fault);
    }

    private static OrchestratorException malformed(JsonProcessingException fault) {
        String pointer = fault.getProcessor() instanceof JsonParser parser
                ? parser.getParsingContext().pathAsPointer().toString()
                : "";
        String detail = "Not JSON: " + passedOn(fault.getOriginalMessage());
        return new OrchestratorException(
                ErrorCode.MALFORMED_REQUEST, detail, List.of(detail(fault, pointer, detail, null)));
    }

    private static String passedOn(String message) {
        String text = SOURCE.matcher(message).replaceAll("line $1, column $2");
        return text.length() <= PASSED_ON_CHARS_MAX ? text : text.substring(0, PASSED_ON_CHARS_MAX) + "…";
    }

    private static OrchestratorException mapping(JsonProcessingException fault) {
        if (fault instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> ids = unknown.getKnownPropertyIds();
            List<String> known = ids.stream().map(String::valueOf).sorted().toList();
            String hint =
                    Suggestion.hint(unknown.getPropertyName(), known).orElse("known are " + String.join(", ", known));
            return invalid(fault, "is not a known field", hint);
        }
        if (fault instanceof ValueInstantiationException broken
                && broken.getCause() instanceof IllegalArgumentException reason) {
            return invalid(fault, "is not valid: " + reason.getMessage(), null);
        }
        if (fault instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        }
        throw new IllegalStateException("A request could not be read because of a fault in its reader", fault);
    }

    private static OrchestratorException mismatch(MismatchedInputException fault) {
        String message = fault.getOriginalMessage();
        if (message.startsWith("Trailing token")) {
            return malformed(fault);
        }
        if (message.startsWith("No content")) {
            String detail = "The body is empty";
            return new OrchestratorException(
                    ErrorCode.MALFORMED_REQUEST, detail, List.of(detail(fault, "", detail, "send a JSON object")));
        }
        Class<?> type = fault.getTargetType();
        if (type != null && type.isPrimitive() && message.startsWith("Cannot map `null`")) {
            return invalid(fault, "is required", null);
        }
        return invalid(fault, "must be " + expected(type), null);
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        return container(type);
    }

    private static String container(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "any JSON value";
    }

    private static OrchestratorException invalid(
            JsonProcessingException fault, String complaint, @Nullable String hint) {
        String pointer = pointer(fault);
        String subject = pointer.isEmpty() ? "The body" : "'" + pointer.substring(pointer.lastIndexOf('/') + 1) + "'";
        String detail = subject + " " + complaint;
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(detail(fault, pointer, detail, hint)));
    }

    /** A refusal by a record or a value reader, which knows what is wrong but not where in the document it stands. */
    private static OrchestratorException relocated(OrchestratorException refusal, JsonProcessingException fault) {
        String pointer = pointer(fault);
        List<Problem.Detail> errors = refusal.errors().stream()
                .map(error -> detail(fault, pointer + error.pointer(), error.detail(), error.hint()))
                .toList();
        String message =
                refusal.errors().stream().anyMatch(error -> error.pointer().isEmpty()) && !pointer.isEmpty()
                        ? "'" + pointer.substring(1) + "' is " + refusal.getMessage()
                        : refusal.getMessage();
        return new OrchestratorException(refusal.code(), message, errors);
    }

    private static Problem.Detail detail(
            JsonProcessingException fault, String pointer, String detail, @Nullable String hint) {
        JsonLocation at = fault.getLocation();
        return at == null
                ? new Problem.Detail(pointer, 0, 0, detail, hint)
                : new Problem.Detail(pointer, Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr()), detail, hint);
    }

    private static String pointer(JsonProcessingException fault) {
        if (!(fault instanceof JsonMappingException mapping)) {
            return "";
        }
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }
}
