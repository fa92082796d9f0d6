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
        assertThat(fields(services)).containsOnlyKeys("postgres", "server", "rabbitmq", "worker");
        fields(services)
                .forEach((name, service) -> assertThat(texts(service.path("profiles")))
                        .as(name)
                        .isEqualTo(Set.of("rabbitmq", "worker").contains(name) ? List.of("router") : List.of()));
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
        assertThat(texts(services.at("/worker/command"))).contains(address);
    }

    @Test
    void whatIsMounted_isWhatTheBuildMakes() throws IOException {
        assertThat(text(Path.of("orchestrator-server/pom.xml"))).contains("<finalName>ROOT</finalName>");
        assertThat(texts(services.at("/server/volumes")))
                .containsExactly("./orchestrator-server/target/ROOT.war:/opt/payara/deployments/ROOT.war:ro");
        assertThat(texts(services.at("/server/command"))).contains("/opt/payara/deployments/ROOT.war");
        assertThat(text(Path.of("examples/job-router/pom.xml"))).contains("<finalName>job-router</finalName>");
        assertThat(texts(services.at("/worker/volumes"))).containsExactly("./examples/job-router/target:/app:ro");
        List<String> worker = texts(services.at("/worker/command"));
        assertThat(worker).contains("/app/job-router.jar:/app/lib/*");
        Path main = Path.of("examples/job-router/src/main/java", worker.get(3).replace('.', '/') + ".java");
        assertThat(text(main)).contains("public static void main");
    }

    @Test
    void images_haveAVersion_andThatOfTheServerIsOurs() throws IOException {
        fields(services)
                .forEach((name, service) ->
                        assertThat(service.path("image").asText()).as(name).matches("[a-z/-]+:\\d[\\w.-]*"));
        String pom = text(Path.of("pom.xml"));
        String version = services.at("/server/image").asText().replaceAll("payara/micro:(.*)-jdk17", "$1");
        assertThat(pom).contains("<payara.version>" + version + "</payara.version>");
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
