package com.orchestrator.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated classes compile, have the types of the schemas, and write what the schemas take. */
class GenerateTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String WHOLE = """
            {"orderId": "o-1", "total": 12.5, "class": "first", "count": 3, "stamp": 9007199254740993, "pay": "on-delivery",
             "customer": "00000000-0000-0000-0000-000000000001", "prices": {"a": 1.5}, "note": null, "anything": [1],
             "lines": [{"sku": "s", "gift": true, "parts": [{"sku": "p", "gift": false}]}]}
            """;
    private static final String LEAST = "{\"orderId\": \"o-1\", \"total\": 1, \"class\": \"c\", \"lines\": []}";

    @TempDir
    private Path project;

    private final MavenProject maven = new MavenProject();

    private Class<?> generated(String definition) throws Exception {
        Definitions.write(project.resolve("definitions"), "order.yaml", definition);
        Path sources = project.resolve("generated");
        new GenerateMojo(project.resolve("definitions").toFile(), sources.toFile(), "com.example", maven).execute();
        Path classes = Files.createDirectories(project.resolve("classes"));
        assertThat(errors(sources, classes)).isEmpty();
        URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
        return loader.loadClass("com.example.OrderWorkflow");
    }

    private static String errors(Path sources, Path classes) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(sources)) {
            Stream<String> options = Stream.of(
                    "-Xlint:all,-processing",
                    "-Werror",
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString());
            String[] words = Stream.concat(
                            options, files.filter(Files::isRegularFile).map(Path::toString))
                    .toArray(String[]::new);
            return ToolProvider.getSystemJavaCompiler().run(null, null, said, words) == 0
                    ? ""
                    : said.toString(StandardCharsets.UTF_8);
        }
    }

    private static Class<?> nested(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredClasses())
                .filter(one -> one.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + name));
    }

    private static Map<String, String> faults(JsonNode input) {
        return new DefinitionCompiler(new ExpressionCompiler())
                .compile(Definitions.ORDER.getBytes(StandardCharsets.UTF_8))
                .plan()
                .inputCheck()
                .faults(Payload.ofJson(input.toString()));
    }

    @Test
    void whatTheRecordsWrite_isWhatTheSchemaTakes_andNoFieldIsLost() throws Exception {
        Class<?> input = nested(generated(Definitions.ORDER), "Input");
        for (String json : new String[] {WHOLE, LEAST}) {
            JsonNode read = MAPPER.readTree(json);
            JsonNode written = MAPPER.readTree(MAPPER.writeValueAsBytes(MAPPER.readValue(json, input)));

            assertThat(faults(written)).isEmpty();
            read.fieldNames()
                    .forEachRemaining(name -> assertThat(written.path(name))
                            .as(name)
                            .isEqualTo(read.get(name).isNull() ? MissingNode.getInstance() : read.get(name)));
        }
    }

    @Test
    void fieldsHaveTheTypesOfTheSchema() throws Exception {
        Class<?> input = nested(generated(Definitions.ORDER), "Input");

        assertThat(Arrays.stream(input.getRecordComponents())
                        .map(component -> component.getName() + ": "
                                + component.getGenericType().getTypeName().replaceAll("\\w+[.$]", "")))
                .contains(
                        "orderId: String",
                        "total: BigDecimal",
                        "class_: String",
                        "count: Integer",
                        "stamp: Long",
                        "pay: InputPay",
                        "customer: UUID",
                        "lines: List<Line>",
                        "prices: Map<String, BigDecimal>",
                        "note: String",
                        "anything: JsonNode");
    }

    @Test
    void runsAreStartedAndSignalled_byMethodsOfTheDefinition() throws Exception {
        Class<?> order = generated(Definitions.ORDER);

        assertThat(Arrays.stream(order.getDeclaredMethods()).map(Method::getName))
                .containsExactlyInAnyOrder("with", "start", "fraudReview");
        assertThat(order.getMethod("fraudReview", UUID.class, String.class, nested(order, "FraudReview")))
                .isNotNull();
        assertThat(maven.getCompileSourceRoots())
                .containsExactly(project.resolve("generated").toString());
    }

    @Test
    void withoutASchema_anythingIsAnInput() throws Exception {
        String plain = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: shop\nname: order\n"
                + "tasks:\n  - { id: a, signal: go }\n";

        assertThat(generated(plain).getMethod("with", Object.class)).isNotNull();
    }
}
