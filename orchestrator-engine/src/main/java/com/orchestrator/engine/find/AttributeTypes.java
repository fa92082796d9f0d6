package com.orchestrator.engine.find;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which attributes definitions have, and of which types; of several when definitions differ. */
public record AttributeTypes(Map<String, Set<AttributeType>> byName) {

    public static final AttributeTypes NONE = new AttributeTypes(Map.of());

    public AttributeTypes {
        byName = Map.copyOf(byName);
    }

    /**
     * The attribute has the value that this text is read as, by the types it has.
     *
     * @throws OrchestratorException {@code INVALID_REQUEST} when there is no such attribute, or none of its types fits
     */
    public RunFilter reading(String name, String text) {
        if (!byName.containsKey(name)) {
            throw refusal(
                    name,
                    "No definition has a search attribute '" + name + "'",
                    FilterOperands.attributeHint(name, this));
        }
        Set<FieldValue> readings = FieldValue.readings(text).stream()
                .filter(value -> hold(name, value))
                .collect(Collectors.toSet());
        if (readings.isEmpty()) {
            throw refusal(name, "'" + text + "' does not fit " + typesOf(name), null);
        }
        return new RunFilter.OneOf(new RunField.Attribute(name), readings);
    }

    private static OrchestratorException refusal(String name, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail("/attr." + name, 0, 0, detail, hint)));
    }

    /** For people. */
    String typesOf(String name) {
        return byName.getOrDefault(name, Set.of()).stream()
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(" or "));
    }

    /** Whether any definition makes such values of it. */
    boolean hold(String name, FieldValue value) {
        Set<AttributeType> types = byName.getOrDefault(name, Set.of());
        return types.contains(value.type())
                || (types.contains(AttributeType.ANY) && value.type() != AttributeType.INSTANT);
    }
}
