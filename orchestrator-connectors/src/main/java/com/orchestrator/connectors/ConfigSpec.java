package com.orchestrator.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a configuration may say: the JSON Schema that a form is made of, and the judge of what people write. */
public final class ConfigSpec {

    /** A fault, where it is, and what to do. */
    public record Fault(String pointer, String detail) {}

    /** Who says this value of a field has to say another one, too. */
    private record Need(String field, String value, String other) {}

    private record Field(ObjectNode schema, boolean required, Function<JsonNode, @Nullable String> fault) {}

    /** How {@link ColumnType#of} wants them, for those who have the schema alone. */
    private static final String TYPE_PATTERN =
            "^(text|integer|bigint|decimal\\([0-9]{1,2}, *[0-9]{1,2}\\)|double|boolean|date|timestamp|timestamptz|uuid|json)$";

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final List<String> alternatives = new ArrayList<>();
    private @Nullable Need need;
    private final Map<String, ConfigSpec> inner = new LinkedHashMap<>();

    public ConfigSpec text(String name, String description) {
        return add(name, "string", description, false, value -> value.isTextual() ? null : "is to be a text");
    }

    public ConfigSpec requiredText(String name, String description) {
        field(
                        name,
                        "string",
                        description,
                        true,
                        value -> value.isTextual() && !value.asText().isBlank()
                                ? null
                                : "is to be a text that is not empty")
                .put("minLength", 1);
        return this;
    }

    public ConfigSpec character(String name, String description) {
        field(
                        name,
                        "string",
                        description,
                        false,
                        value -> value.isTextual() && value.asText().length() == 1 ? null : "is to be one character")
                .put("minLength", 1)
                .put("maxLength", 1);
        return this;
    }

    /** One of two fields is to be given, and only one. */
    public ConfigSpec either(String name, String other) {
        alternatives.add(name);
        alternatives.add(other);
        return this;
    }

    /** Who says this value of a choice has to say another field, too. */
    public ConfigSpec needs(String choice, String value, String other) {
        need = new Need(choice, value, other);
        return this;
    }

    public ConfigSpec flag(String name, String description) {
        return add(name, "boolean", description, false, value -> value.isBoolean() ? null : "is to be true or false");
    }

    public ConfigSpec number(String name, String description) {
        field(
                        name,
                        "integer",
                        description,
                        false,
                        value -> value.isIntegralNumber() && value.canConvertToInt() && value.asInt() > 0
                                ? null
                                : "is to be a whole number above 0")
                .put("minimum", 1);
        return this;
    }

    public ConfigSpec object(String name, String description) {
        return add(name, "object", description, false, value -> value.isObject() ? null : "is to be an object");
    }

    /** From 0 on. */
    public ConfigSpec integer(String name, String description) {
        field(
                        name,
                        "integer",
                        description,
                        false,
                        value -> value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 0
                                ? null
                                : "is to be a whole number, 0 or above")
                .put("minimum", 0);
        return this;
    }

    /** An object whose members are known too. */
    public ConfigSpec object(String name, String description, ConfigSpec members) {
        ObjectNode schema =
                field(name, "object", description, false, value -> value.isObject() ? null : "is to be an object");
        schema.setAll(members.schema());
        inner.put(name, members);
        return this;
    }

    public ConfigSpec choice(String name, String description, String... values) {
        List<String> all = List.of(values);
        ObjectNode schema = field(
                name,
                "string",
                description,
                false,
                value -> all.contains(value.asText()) ? null : "is to be one of " + String.join(", ", all));
        all.forEach(schema.putArray("enum")::add);
        return this;
    }

    public ConfigSpec names(String name, String description) {
        field(name, "array", description, false, ConfigSpec::namesFault)
                .put("minItems", 1)
                .putObject("items")
                .put("type", "string")
                .put("minLength", 1);
        return this;
    }

    /** The columns of the rows, each with its name and type. */
    public ConfigSpec columns() {
        ObjectNode item = field(
                        "columns",
                        "array",
                        "Names and types; found by a full look when absent",
                        false,
                        ConfigSpec::columnsFault)
                .put("minItems", 1)
                .putObject("items")
                .put("type", "object");
        item.putArray("required").add("name").add("type");
        ObjectNode properties = item.putObject("properties");
        properties.putObject("name").put("type", "string");
        properties.putObject("type").put("type", "string").put("pattern", TYPE_PATTERN);
        return this;
    }

    private ConfigSpec add(
            String name,
            String type,
            String description,
            boolean required,
            Function<JsonNode, @Nullable String> fault) {
        field(name, type, description, required, fault);
        return this;
    }

    /** The schema of the new field, for what is to be said beside its type. */
    private ObjectNode field(
            String name,
            String type,
            String description,
            boolean required,
            Function<JsonNode, @Nullable String> fault) {
        ObjectNode schema =
                JsonNodeFactory.instance.objectNode().put("type", type).put("description", description);
        fields.put(name, new Field(schema, required, fault));
        return schema;
    }

    private static @Nullable String namesFault(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            return "is to be a list of names";
        }
        for (JsonNode one : value) {
            if (!one.isTextual() || one.asText().isBlank()) {
                return "is to be a list of names";
            }
        }
        return null;
    }

    private static @Nullable String columnsFault(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            return "is to be a list of {name, type}";
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode one : value) {
            try {
                Column column = new Column(
                        one.path("name").asText(),
                        ColumnType.of(one.path("type").asText()));
                if (!seen.add(Column.key(column.name()))) {
                    return "names the column " + column.name() + " twice";
                }
            } catch (IllegalArgumentException wrong) {
                return "has a column " + one.path("name") + ": " + wrong.getMessage();
            }
        }
        return null;
    }

    /** JSON Schema, 2020-12. */
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        fields.forEach((name, field) -> {
            properties.set(name, field.schema().deepCopy());
            if (field.required()) {
                schema.withArray("required").add(name);
            }
        });
        if (!alternatives.isEmpty()) {
            alternatives.forEach(name ->
                    schema.withArray("oneOf").addObject().putArray("required").add(name));
        }
        Need needed = need;
        if (needed != null) {
            ObjectNode said = schema.putObject("if");
            said.putArray("required").add(needed.field());
            said.putObject("properties").putObject(needed.field()).put("const", needed.value());
            schema.putObject("then").putArray("required").add(needed.other());
        }
        return schema.put("additionalProperties", false);
    }

    /** Every fault at once; pointers start at the configuration. */
    public List<Fault> faults(ObjectNode config) {
        List<Fault> faults = new ArrayList<>();
        config.fieldNames().forEachRemaining(name -> {
            if (!fields.containsKey(name)) {
                faults.add(new Fault("/" + name, "is not known here; known are " + String.join(", ", fields.keySet())));
            }
        });
        fields.forEach((name, field) -> {
            String fault = config.hasNonNull(name)
                    ? field.fault().apply(config.get(name))
                    : field.required()
                            ? "is missing: "
                                    + field.schema().path("description").asText()
                            : null;
            if (fault != null) {
                faults.add(new Fault("/" + name, fault));
            }
        });
        collectNeeds(faults, config);
        inner.forEach((name, members) -> {
            if (config.path(name) instanceof ObjectNode object) {
                members.faults(object)
                        .forEach(fault -> faults.add(new Fault("/" + name + fault.pointer(), fault.detail())));
            }
        });
        return faults;
    }

    private void collectNeeds(List<Fault> faults, ObjectNode config) {
        if (!alternatives.isEmpty()
                && alternatives.stream().filter(config::hasNonNull).count() != 1) {
            faults.add(new Fault("", String.join(" or ", alternatives) + ": one of the two is to be given"));
        }
        if (need != null
                && config.path(need.field()).asText().equals(need.value())
                && !config.hasNonNull(need.other())) {
            faults.add(new Fault("/" + need.other(), "is missing: " + need.value() + " needs it"));
        }
    }

    void require(ObjectNode config) {
        List<Fault> faults = faults(config);
        if (!faults.isEmpty()) {
            throw new ConnectorException(
                    "CONFIG_INVALID",
                    faults.stream()
                            .map(fault -> fault.pointer() + " " + fault.detail())
                            .collect(Collectors.joining("; ")));
        }
    }
}
