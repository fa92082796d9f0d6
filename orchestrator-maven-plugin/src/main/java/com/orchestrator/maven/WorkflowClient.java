package com.orchestrator.maven;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.TypeVariableName;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.lang.model.element.Modifier;

/** The class that starts runs of a definition and sends them signals. */
final class WorkflowClient {

    private static final String SDK = "com.orchestrator.worker";
    private static final ClassName CLIENT = ClassName.get(SDK, "OrchestratorClient");
    private static final ClassName START = ClassName.get(SDK, "WorkflowStart");
    private static final ClassName HANDLE = ClassName.get(SDK, "WorkflowHandle");

    private final CompiledDefinition definition;
    private final ClassName type;
    private final JavaNames types;
    private final SchemaTypes schemas;
    private final JavaNames methods = new JavaNames("with", "start");

    private WorkflowClient(CompiledDefinition definition, ClassName type) {
        this.definition = definition;
        this.type = type;
        this.types = new JavaNames(type.simpleName());
        this.schemas = new SchemaTypes(type, types);
    }

    static JavaFile of(CompiledDefinition definition, String packageName) {
        String name = new JavaNames().type(definition.plan().name());
        return new WorkflowClient(definition, ClassName.get(packageName, name + "Workflow")).file();
    }

    private JavaFile file() {
        TypeSpec.Builder builder = TypeSpec.classBuilder(type)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addJavadoc(
                        "Starts runs of {@code $L/$L} and sends them signals. Generated from its definition.\n",
                        definition.plan().namespace(),
                        definition.plan().name())
                .addField(constant("NAMESPACE", definition.plan().namespace()))
                .addField(constant("NAME", definition.plan().name()))
                .addField(CLIENT, "client", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PUBLIC)
                        .addParameter(CLIENT, "client")
                        .addStatement("this.client = client")
                        .build());
        JsonNode document = definition.canonical().tree();
        TypeName input = typeOf(document.at("/input/schema"), "Input");
        builder.addMethod(with(input)).addMethod(start(input));
        Map<String, JsonNode> signals = new TreeMap<>();
        collect(document.path("tasks"), signals);
        collect(document.path("saga"), signals);
        signals.keySet().retainAll(definition.plan().signals().awaiting().keySet());
        signals.forEach((name, schema) -> builder.addMethod(signal(name, schema)));
        schemas.types().forEach(nested -> builder.addType(nested));
        return JavaFile.builder(type.packageName(), builder.build())
                .indent("    ")
                .build();
    }

    private static FieldSpec constant(String name, String value) {
        return FieldSpec.builder(String.class, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .initializer("$S", value)
                .build();
    }

    private TypeName typeOf(JsonNode schema, String name) {
        return schema.isMissingNode() ? ClassName.get(Object.class) : schemas.of(schema, name);
    }

    private MethodSpec with(TypeName input) {
        return MethodSpec.methodBuilder("with")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("A start of which more can be said: run id, labels, a signal.\n")
                .returns(START)
                .addParameter(input, "input")
                .addStatement("return client.workflow(NAMESPACE, NAME).input(input)")
                .build();
    }

    private MethodSpec start(TypeName input) {
        TypeVariableName output = TypeVariableName.get("T");
        return MethodSpec.methodBuilder("start")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Starts a run.\n\n@param output what its output is read as\n")
                .addTypeVariable(output)
                .returns(ParameterizedTypeName.get(HANDLE, output))
                .addParameter(input, "input")
                .addParameter(ParameterizedTypeName.get(ClassName.get(Class.class), output), "output")
                .addStatement("return with(input).start(output)")
                .build();
    }

    private MethodSpec signal(String name, JsonNode schema) {
        return MethodSpec.methodBuilder(methods.member(name))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "Sends a run the signal {@code $L}.\n\n@param signalId under which it is taken once\n", name)
                .addParameter(UUID.class, "instanceId")
                .addParameter(String.class, "signalId")
                .addParameter(typeOf(schema, name), "payload")
                .addStatement("client.signal(instanceId, $S, signalId, payload)", name)
                .build();
    }

    /** Signals that tasks wait for, wherever they stand; the first that has a schema says what it carries. */
    private static void collect(JsonNode node, Map<String, JsonNode> signals) {
        if (node.path("id").isTextual() && node.has("signal")) {
            JsonNode signal = node.get("signal");
            String name =
                    signal.isTextual() ? signal.asText() : signal.path("name").asText();
            signals.merge(name, signal.path("schema"), (first, other) -> first.isMissingNode() ? other : first);
        }
        node.forEach(child -> collect(child, signals));
    }
}
