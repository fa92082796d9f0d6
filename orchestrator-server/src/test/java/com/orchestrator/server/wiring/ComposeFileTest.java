package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What {@code compose.yaml} says beside what is here: a container engine would say it only where there is one. */
class ComposeFileTest {

    private static final Path ROOT = root();

    private final JsonNode file = read();
    private final JsonNode services = file.path("services");

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("compose.yaml"))) {
                return at;
            }
        }
        throw new AssertionError("There is no compose.yaml above " + Path.of("").toAbsolutePath());
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(ROOT.resolve("compose.yaml").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(ROOT.resolve(file), StandardCharsets.UTF_8);
    }

    @Test
    void theBroker_comesWithItsProfileAlone() {
        assertThat(fields(services)).containsOnlyKeys("postgres", "server", "worker", "rabbitmq", "job-worker");
        fields(services)
                .forEach((name, service) -> assertThat(texts(service.path("profiles")))
                        .as(name)
                        .isEqualTo(Set.of("rabbitmq", "job-worker").contains(name) ? List.of("router") : List.of()));
    }

    @Test
    void settings_areThoseOfTheServer_andNameTheOtherServices() {
        JsonNode settings = services.at("/server/environment");
        assertThat(ConfigKey.all().stream().map(key -> key.variable()))
                .containsAll(fields(settings).keySet());
        JsonNode database = services.at("/postgres/environment");
        assertThat(settings.path("ORCHESTRATOR_DATASOURCE_URL").asText())
                .isEqualTo("jdbc:postgresql://postgres:5432/"
                        + database.path("POSTGRES_DB").asText());
        assertThat(settings.path("ORCHESTRATOR_DATASOURCE_USERNAME")).isEqualTo(database.path("POSTGRES_USER"));
        assertThat(settings.path("ORCHESTRATOR_DATASOURCE_PASSWORD")).isEqualTo(database.path("POSTGRES_PASSWORD"));
        JsonNode broker = services.at("/rabbitmq/environment");
        String address = "amqp://" + broker.path("RABBITMQ_DEFAULT_USER").asText() + ":"
                + broker.path("RABBITMQ_DEFAULT_PASS").asText() + "@rabbitmq:5672";
        assertThat(settings.path("ORCHESTRATOR_ROUTER_BROKER").asText())
                .isEqualTo("${COMPOSE_PROFILES:+" + address + "}");
        assertThat(texts(services.at("/job-worker/command"))).contains(address);
    }

    @Test
    void whatIsMounted_isWhatTheBuildMakes() throws IOException {
        assertThat(text(Path.of("examples/job-router/pom.xml"))).contains("<finalName>job-router</finalName>");
        assertThat(texts(services.at("/job-worker/volumes"))).containsExactly("./examples/job-router/target:/app:ro");
        List<String> worker = texts(services.at("/job-worker/command"));
        assertThat(worker).contains("/app/job-router.jar:/app/lib/*");
        assertThat(mainOf("examples/job-router", worker.get(3))).contains("public static void main");
    }

    /** The worker is the example that is in the download, which the image is made of. */
    @Test
    void serverAndWorker_areOfTheImageThatIsBuilt_andCanWriteNothing() throws IOException {
        String version = text(Path.of("pom.xml"))
                .replaceAll("(?s).*?<artifactId>orchestrator-parent</artifactId>\\s*<version>(.*?)</.*", "$1");
        assertThat(services.at("/server/build").asText()).isEqualTo(".");
        for (String name : List.of("server", "worker")) {
            JsonNode service = services.path(name);
            assertThat(service.path("image").asText()).as(name).isEqualTo("orchestrator:" + version);
            assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
        }
        List<String> worker = texts(services.at("/worker/entrypoint"));
        assertThat(worker).contains("/opt/orchestrator/lib/order-saga/*");
        assertThat(mainOf("examples/order-saga", worker.get(3))).contains("public static void main");
    }

    private static String mainOf(String module, String name) throws IOException {
        return text(Path.of(module, "src/main/java", name.replace('.', '/') + ".java"));
    }

    @Test
    void images_haveAVersion() {
        fields(services)
                .forEach((name, service) ->
                        assertThat(service.path("image").asText()).as(name).matches("[a-z/-]+:\\d[\\w.-]*"));
    }

    @Test
    void nothing_listensBeyondTheMachine_andWhatIsWaitedForSaysWhenItIsThere() {
        Set<String> waitedFor = new TreeSet<>();
        fields(services).forEach((name, service) -> {
            assertThat(texts(service.path("ports"))).as(name).allMatch(port -> port.startsWith("127.0.0.1:"));
            fields(service.path("depends_on")).forEach((other, how) -> {
                assertThat(how.path("condition").asText()).isEqualTo("service_healthy");
                waitedFor.add(other);
            });
        });
        assertThat(waitedFor)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                services.path(name).path("healthcheck").path("test"))
                        .isNotEmpty());
        fields(services).values().stream()
                .flatMap(service -> texts(service.path("volumes")).stream())
                .filter(volume -> !volume.startsWith("./"))
                .forEach(volume ->
                        assertThat(fields(file.path("volumes"))).containsKey(volume.substring(0, volume.indexOf(':'))));
    }
}
