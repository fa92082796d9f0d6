package com.orchestrator.api.definition;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The JSON Schema of a record: what Jackson reads into it, by the names that Jackson knows. Each component has to be there unless it is
 * marked {@code @Nullable}, by whichever annotation of that name is kept for run time; {@link Sensitive} marks one as sensitive. Fields that the record does not have are let
 * through, so that who starts runs may say more before who works on them knows of it.
 *
 * <p>Types that are written in more than one way, such as moments, which are text or numbers as the mapper of a worker is set, are
 * refused: their schema is said by hand.
 */
final class RecordSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String NULL = "null";
    private static final Map<Class<?>, long[]> WHOLE = Map.of(
            byte.class, new long[] {Byte.MIN_VALUE, Byte.MAX_VALUE},
            short.class, new long[] {Short.MIN_VALUE, Short.MAX_VALUE},
            int.class, new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
            long.class, new long[] {Long.MIN_VALUE, Long.MAX_VALUE});
    private static final Set<Class<?>> FRACTIONS =
            Set.of(float.class, Float.class, double.class, Double.class, BigDecimal.class);
    private static final Set<Class<?>> TEXTS = Set.of(String.class, CharSequence.class);

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final Map<JavaType, String> names = new LinkedHashMap<>();
    private final ObjectNode definitions = NODES.objectNode();

    private RecordSchema() {}

    /** @throws IllegalArgumentException if a component is of a type that can be written in several ways, or that is not known */
    static JsonNode of(Class<? extends Record> type) {
        return new RecordSchema().document(type);
    }

    private ObjectNode document(Class<? extends Record> type) {
        ObjectNode root = NODES.objectNode();
        JavaType whole = mapper.constructType(type);
        names.put(whole, "");
        root.setAll(record(whole));
        if (!definitions.isEmpty()) {
            root.set("$defs", definitions);
        }
        return root;
    }

    private ObjectNode record(JavaType type) {
        ObjectNode schema = typed("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (Component component : components(type)) {
            JsonNode value = schema(component.type, component.where);
            JsonNode orAbsent = component.isNullable ? orNull(value) : value;
            properties.set(component.name, component.isSensitive ? sensitive(orAbsent) : orAbsent);
            if (!component.isNullable) {
                required.add(component.name);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private List<Component> components(JavaType type) {
        BeanDescription description = mapper.getDeserializationConfig().introspect(type);
        return description.findProperties().stream()
                .filter(BeanPropertyDefinition::hasConstructorParameter)
                .map(property -> component(type, property))
                .toList();
    }

    private static Component component(JavaType type, BeanPropertyDefinition property) {
        String where = type.getRawClass().getSimpleName() + "." + property.getInternalName();
        List<RecordComponent> written = Arrays.stream(type.getRawClass().getRecordComponents())
                .filter(component -> component.getName().equals(property.getInternalName()))
                .toList();
        return new Component(
                property.getName(),
                property.getConstructorParameter().getType(),
                written.stream().anyMatch(RecordSchema::isNullable),
                written.stream().anyMatch(component -> component.isAnnotationPresent(Sensitive.class)),
                where);
    }

    private static boolean isNullable(RecordComponent component) {
        return Stream.<AnnotatedElement>of(component, component.getAnnotatedType(), component.getAccessor())
                .flatMap(element -> Arrays.stream(element.getAnnotations()))
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    private JsonNode schema(JavaType type, String where) {
        Class<?> raw = type.getRawClass();
        if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
            return BooleanNode.TRUE;
        }
        if (raw == byte[].class) {
            return typed("string").put("contentEncoding", "base64");
        }
        if (type.isCollectionLikeType() || type.isArrayType()) {
            ObjectNode list = typed("array");
            list.set("items", schema(type.getContentType(), where + "[]"));
            return list;
        }
        if (type.isMapLikeType()) {
            return map(type, where);
        }
        return type.isEnumType() ? constants(raw) : raw.isRecord() ? reference(type) : plain(raw, where);
    }

    private JsonNode map(JavaType type, String where) {
        if (type.getKeyType().getRawClass() != String.class) {
            throw unknown(type.getKeyType().getRawClass(), where + " (key)");
        }
        ObjectNode map = typed("object");
        map.set("additionalProperties", schema(type.getContentType(), where + "{}"));
        return map;
    }

    /** As each is written, whatever it is called in Java. */
    private ObjectNode constants(Class<?> type) {
        ArrayNode values = NODES.arrayNode();
        Arrays.stream(type.getEnumConstants()).forEach(constant -> values.add(mapper.<JsonNode>valueToTree(constant)));
        ObjectNode schema = NODES.objectNode();
        schema.set("enum", values);
        return schema;
    }

    /** So that a record may hold records of its own type. */
    private ObjectNode reference(JavaType type) {
        if (!names.containsKey(type)) {
            String name = nameOf(type);
            names.put(type, "/$defs/" + name);
            definitions.set(name, NODES.objectNode());
            definitions.set(name, record(type));
        }
        return NODES.objectNode().put("$ref", "#" + names.get(type));
    }

    private String nameOf(JavaType type) {
        String simple = type.getRawClass().getSimpleName();
        return definitions.has(simple) ? simple + (definitions.size() + 1) : simple;
    }

    private static ObjectNode plain(Class<?> type, String where) {
        Class<?> primitive = MethodType.methodType(type).unwrap().returnType();
        if (WHOLE.containsKey(primitive)) {
            long[] bounds = WHOLE.get(primitive);
            return typed("integer").put("minimum", bounds[0]).put("maximum", bounds[1]);
        }
        if (TEXTS.contains(type)) {
            return typed("string");
        }
        if (FRACTIONS.contains(type)) {
            return typed("number");
        }
        if (primitive == boolean.class) {
            return typed("boolean");
        }
        if (type == BigInteger.class) {
            return typed("integer");
        }
        if (type == UUID.class) {
            return typed("string").put("format", "uuid");
        }
        throw unknown(type, where);
    }

    private static JsonNode orNull(JsonNode schema) {
        if (schema.isBoolean()) {
            return schema;
        }
        if (schema.path("type").isTextual()) {
            ObjectNode either = schema.deepCopy();
            either.putArray("type").add(schema.get("type")).add(NULL);
            return either;
        }
        ObjectNode either = NODES.objectNode();
        either.putArray("anyOf").add(schema).add(typed(NULL));
        return either;
    }

    private static ObjectNode sensitive(JsonNode schema) {
        ObjectNode marked = schema.isObject() ? schema.deepCopy() : NODES.objectNode();
        return marked.put("sensitive", true);
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static IllegalArgumentException unknown(Class<?> type, String where) {
        return new IllegalArgumentException(where + " is a " + type.getName()
                + ", which is no record and is written in more than one way, or in none that is known here;"
                + " give the schema as JSON");
    }

    private record Component(String name, JavaType type, boolean isNullable, boolean isSensitive, String where) {}
}
