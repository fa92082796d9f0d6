package com.orchestrator.server.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
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
 * What Jackson throws about a document, said in our words and with pointer and place. Its own messages name classes, quote
 * the source and change with its version; only those of the tokenizer are passed on, without the quotation.
 */
final class JsonFault {

    private static final Pattern SOURCE = Pattern.compile("\\[Source: .*line: (\\d+), column: (\\d+)]", Pattern.DOTALL);
    /** What stood there, which may be what a run is to carry: that belongs into no answer that others keep. */
    private static final Pattern QUOTED = Pattern.compile("(Unrecognized token|Numeric value) ('[^']*'|\\([^)]*\\))");

    private static final int PASSED_ON_CHARS_MAX = 200;

    private final byte[] document;
    private final JsonFactory factory;

    JsonFault(byte[] document, JsonFactory factory) {
        this.document = document;
        this.factory = factory;
    }

    OrchestratorException refusal(JsonProcessingException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof OrchestratorException refusal) {
                return relocated(refusal, pointer(fault));
            }
            if (cause instanceof InputCoercionException) {
                return invalid(pointer(fault), "is out of range", null);
            }
            if (cause instanceof StreamReadException || cause instanceof StreamConstraintsException) {
                JsonProcessingException notJson = (JsonProcessingException) cause;
                return malformed(notJson, "Not JSON: " + passedOn(notJson.getOriginalMessage()));
            }
        }
        return mapping(fault);
    }

    private static OrchestratorException malformed(JsonProcessingException fault, String detail) {
        String pointer = fault.getProcessor() instanceof JsonParser parser
                ? parser.getParsingContext().pathAsPointer().toString()
                : "";
        JsonLocation at = fault.getLocation();
        int line = at == null ? 0 : Math.max(0, at.getLineNr());
        int column = at == null ? 0 : Math.max(0, at.getColumnNr());
        return new OrchestratorException(
                ErrorCode.MALFORMED_REQUEST, detail, List.of(new Problem.Detail(pointer, line, column, detail, null)));
    }

    private static String passedOn(String message) {
        String text = QUOTED.matcher(SOURCE.matcher(message).replaceAll("line $1, column $2"))
                .replaceAll("$1");
        return text.length() <= PASSED_ON_CHARS_MAX ? text : text.substring(0, PASSED_ON_CHARS_MAX) + "…";
    }

    private OrchestratorException mapping(JsonProcessingException fault) {
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return invalid(pointer(fault), "is not a known field", hint(unknown));
        }
        if (fault instanceof ValueInstantiationException broken
                && broken.getCause() instanceof IllegalArgumentException reason) {
            return invalid(pointer(fault), "is not valid: " + reason.getMessage(), null);
        }
        if (fault instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        }
        throw new IllegalStateException("A request could not be read because of a fault in its reader", fault);
    }

    private static String hint(UnrecognizedPropertyException unknown) {
        Collection<Object> ids = unknown.getKnownPropertyIds();
        List<String> known = ids.stream().map(String::valueOf).sorted().toList();
        return Suggestion.hint(unknown.getPropertyName(), known).orElse("known are " + String.join(", ", known));
    }

    private OrchestratorException mismatch(MismatchedInputException fault) {
        String message = fault.getOriginalMessage();
        if (message.startsWith("Trailing token")) {
            return malformed(fault, "Not JSON: something follows the end of the document");
        }
        if (message.startsWith("No content")) {
            return malformed(fault, "The body is empty");
        }
        Class<?> type = fault.getTargetType();
        boolean isAbsent = type != null && type.isPrimitive() && message.startsWith("Cannot map `null`");
        return invalid(pointer(fault), isAbsent ? "is required" : "must be " + expected(type), null);
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
        return type.isPrimitive() || Number.class.isAssignableFrom(type) ? "a whole number" : container(type);
    }

    private static String container(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "of another type";
    }

    private OrchestratorException invalid(String pointer, String complaint, @Nullable String hint) {
        String detail = subject(pointer) + " " + complaint;
        return new OrchestratorException(ErrorCode.INVALID_REQUEST, detail, List.of(placed(pointer, detail, hint)));
    }

    private static String subject(String pointer) {
        return pointer.isEmpty() ? "The body" : "'" + pointer.substring(pointer.lastIndexOf('/') + 1) + "'";
    }

    /** A refusal by a record or a value reader, which knows what is wrong but not where in the document it stands. */
    private OrchestratorException relocated(OrchestratorException refusal, String pointer) {
        List<Problem.Detail> errors = refusal.errors().stream()
                .map(error -> error.pointer().isEmpty()
                        ? placed(pointer, subject(pointer) + " is " + error.detail(), error.hint())
                        : placed(pointer + error.pointer(), error.detail(), error.hint()))
                .toList();
        return new OrchestratorException(
                refusal.code(),
                errors.isEmpty() ? Refusals.detail(refusal) : errors.get(0).detail(),
                errors);
    }

    private Problem.Detail placed(String pointer, String detail, @Nullable String hint) {
        Place place = Place.of(pointer, document, factory);
        return new Problem.Detail(pointer, place.line(), place.column(), detail, hint);
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
