package com.orchestrator.maven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import javax.lang.model.element.Modifier;

/**
 * Records for what JSON Schemas say. What Java has no type for, such as one of several schemas, is a {@link JsonNode}: the server checks it.
 * A field that need not be there may be null, and is not written then.
 */
final class SchemaTypes {

    private static final String JACKSON = "com.fasterxml.jackson.annotation";
    private static final ClassName PROPERTY = ClassName.get(JACKSON, "JsonProperty");
    private static final ClassName INCLUDE = ClassName.get(JACKSON, "JsonInclude");
    private static final TypeName ANYTHING = ClassName.get(JsonNode.class);
    private static final TypeName TEXT = ClassName.get(String.class);
    private static final Map<String, TypeName> PLAIN =
            Map.of("number", ClassName.get(BigDecimal.class), "boolean", TypeName.BOOLEAN);

    private final ClassName owner;
    private final JavaNames names;
    private final List<TypeSpec> types = new ArrayList<>();

    /** @param owner class in which the records stand */
    SchemaTypes(ClassName owner, JavaNames names) {
        this.owner = owner;
        this.names = names;
    }

    /** The type of a whole schema, under this name when it becomes a record. */
    TypeName of(JsonNode schema, String name) {
        return new Document(schema).reference("#", name);
    }

    /** What has become of the schemas so far. */
    List<TypeSpec> types() {
        return types;
    }

    /** One schema, into which its own references point. */
    private final class Document {

        private final JsonNode root;
        private final Map<String, TypeName> referred = new HashMap<>();

        Document(JsonNode root) {
            this.root = root;
        }

        TypeName type(JsonNode schema, String name) {
            if (schema.has("$ref")) {
                return reference(schema.get("$ref").asText(), name);
            }
            if (schema.has("enum")) {
                return constants(schema.get("enum"), name);
            }
            return switch (typeOf(schema)) {
                case "object" -> object(schema, name);
                case "array" ->
                    ParameterizedTypeName.get(
                            ClassName.get(List.class),
                            type(schema.path("items"), name + " item").box());
                case "integer" -> integer(schema);
                case "string" -> isUuid(schema) ? ClassName.get(UUID.class) : TEXT;
                default -> PLAIN.getOrDefault(typeOf(schema), ANYTHING);
            };
        }

        /** A record may hold others of its own type, so its name is known before what it holds. */
        TypeName reference(String pointer, String name) {
            TypeName known = referred.get(pointer);
            if (known != null) {
                return known;
            }
            JsonNode target = root.at(pointer.substring(1));
            String simple = pointer.equals("#") ? name : pointer.substring(pointer.lastIndexOf('/') + 1);
            if (!isRecord(target)) {
                referred.put(pointer, ANYTHING);
                TypeName other = type(target, simple);
                referred.put(pointer, other);
                return other;
            }
            ClassName record = owner.nestedClass(names.type(simple));
            referred.put(pointer, record);
            types.add(record(target, record));
            return record;
        }

        private TypeName object(JsonNode schema, String name) {
            if (isRecord(schema)) {
                ClassName record = owner.nestedClass(names.type(name));
                types.add(record(schema, record));
                return record;
            }
            JsonNode values = schema.path("additionalProperties");
            return values.isObject()
                    ? ParameterizedTypeName.get(
                            ClassName.get(Map.class),
                            ClassName.get(String.class),
                            type(values, name + " value").box())
                    : ANYTHING;
        }

        private boolean isRecord(JsonNode schema) {
            return typeOf(schema).equals("object") && !schema.path("properties").isEmpty();
        }

        private TypeSpec record(JsonNode schema, ClassName name) {
            Set<String> required = new HashSet<>();
            schema.path("required").forEach(field -> required.add(field.asText()));
            JavaNames components = new JavaNames();
            MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
            schema.get("properties").properties().forEach(field -> {
                TypeName type = type(field.getValue(), name.simpleName() + " " + field.getKey());
                boolean isThere = required.contains(field.getKey()) && !mayBeNull(field.getValue());
                constructor.addParameter(component(
                        isThere ? type : type.box(), components.member(field.getKey()), field.getKey(), isThere));
            });
            return TypeSpec.recordBuilder(name)
                    .addModifiers(Modifier.PUBLIC)
                    .addAnnotation(AnnotationSpec.builder(INCLUDE)
                            .addMember("value", "$T.NON_NULL", INCLUDE.nestedClass("Include"))
                            .build())
                    .recordConstructor(constructor.build())
                    .build();
        }

        private ParameterSpec component(TypeName type, String name, String field, boolean isThere) {
            return ParameterSpec.builder(type, name)
                    .addAnnotation(AnnotationSpec.builder(PROPERTY)
                            .addMember("value", "$S", field)
                            .build())
                    .addJavadoc(isThere ? "has to be there\n" : "null when it is not there\n")
                    .build();
        }

        /** Texts alone: what else is listed has no name. */
        private TypeName constants(JsonNode values, String name) {
            boolean isText = StreamSupport.stream(values.spliterator(), false).allMatch(JsonNode::isTextual);
            if (!isText || values.isEmpty()) {
                return ANYTHING;
            }
            ClassName type = owner.nestedClass(names.type(name));
            JavaNames constants = new JavaNames();
            TypeSpec.Builder builder = TypeSpec.enumBuilder(type).addModifiers(Modifier.PUBLIC);
            values.forEach(value -> builder.addEnumConstant(
                    constants.constant(value.asText()),
                    TypeSpec.anonymousClassBuilder("")
                            .addAnnotation(AnnotationSpec.builder(PROPERTY)
                                    .addMember("value", "$S", value.asText())
                                    .build())
                            .build()));
            types.add(builder.build());
            return type;
        }
    }

    /** The one type besides null; empty when there are several, or none. */
    private static String typeOf(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.asText();
        }
        List<String> some = StreamSupport.stream(type.spliterator(), false)
                .map(JsonNode::asText)
                .filter(name -> !name.equals("null"))
                .toList();
        return some.size() == 1 ? some.get(0) : "";
    }

    private static boolean mayBeNull(JsonNode schema) {
        return schema instanceof BooleanNode
                || StreamSupport.stream(schema.path("type").spliterator(), false)
                        .anyMatch(name -> name.asText().equals("null"));
    }

    private static boolean isUuid(JsonNode schema) {
        return schema.path("format").asText().equals("uuid");
    }

    private static TypeName integer(JsonNode schema) {
        JsonNode least = schema.path("minimum");
        JsonNode most = schema.path("maximum");
        if (least.canConvertToInt() && most.canConvertToInt()) {
            return TypeName.INT;
        }
        return isBeyondLong(least) || isBeyondLong(most) ? ClassName.get(BigInteger.class) : TypeName.LONG;
    }

    private static boolean isBeyondLong(JsonNode bound) {
        return bound.isNumber() && !bound.canConvertToLong();
    }
}
