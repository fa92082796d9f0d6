package com.orchestrator.engine.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Suggestion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operation needs besides its run, as it was written. */
final class Parameters {

    private static final String POINTER = "/parameters";

    private final BatchOperation operation;
    private final Payload written;
    private final JsonNode tree;

    /** @param known names that the operation has */
    Parameters(BatchOperation operation, @Nullable Payload parameters, List<String> known) {
        this.operation = operation;
        this.written = parameters == null ? Payload.EMPTY_OBJECT : parameters;
        this.tree = written.tree();
        if (!tree.isObject()) {
            throw refusal("", "'parameters' must be an object", null);
        }
        tree.fieldNames().forEachRemaining(name -> checkKnown(name, known));
    }

    private void checkKnown(String name, List<String> known) {
        if (!known.contains(name)) {
            String all =
                    known.isEmpty() ? "leave 'parameters' out" : "'" + operation + "' has " + String.join(", ", known);
            String hint = Suggestion.nearest(name, known)
                    .map(word -> "did you mean '" + word + "'?")
                    .orElse(all);
            throw refusal("/" + escaped(name), "'" + operation + "' has no parameter '" + name + "'", hint);
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Any value, as the bytes it came in. */
    @Nullable
    Payload value(String name) {
        return written.at(List.of(name)).orElse(null);
    }

    Payload required(String name) {
        return Optional.ofNullable(value(name)).orElseThrow(() -> missing(name));
    }

    /** A text that identifies something. */
    @Nullable
    String text(String name) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw refusal("/" + name, "'" + name + "' must be a string", null);
        }
        Identifier.NAME.fault(value.textValue()).ifPresent(fault -> {
            throw refusal("/" + name, "'" + name + "' " + fault, null);
        });
        return value.textValue();
    }

    String requiredText(String name) {
        return Optional.ofNullable(text(name)).orElseThrow(() -> missing(name));
    }

    @Nullable
    Boolean truth(String name) {
        JsonNode value = given(name);
        if (value != null && !value.isBoolean()) {
            throw refusal("/" + name, "'" + name + "' must be true or false", null);
        }
        return value == null ? null : value.booleanValue();
    }

    /** Null is as good as nothing, for all but values. */
    private @Nullable JsonNode given(String name) {
        JsonNode value = tree.get(name);
        return value == null || value.isNull() ? null : value;
    }

    OrchestratorException missing(String name) {
        return refusal(
                "/" + name,
                "'" + operation + "' needs the parameter '" + name + "'",
                "add \"parameters\": {\"" + name + "\": …}");
    }

    /** @param place a pointer into the parameters */
    static OrchestratorException refusal(String place, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail(POINTER + place, 0, 0, detail, hint)));
    }
}
