package com.orchestrator.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document as it is served. */
class OpenApiTest {

    /** Where tools find it after a build; see docs/reference/openapi.md. */
    private static final Path FOLDER = Path.of("target/openapi");

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isServedInBothForms_andWrittenForTools() throws IOException {
        Answer json = server.get("/api/v1/openapi.json");
        Answer yaml = server.get("/api/v1/openapi.yaml");

        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(json.json().path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(new YAMLMapper().readTree(yaml.response().body())).isEqualTo(json.json());
        assertThat(yaml.text()).as("statuses are names, not numbers").contains("\"200\":");
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve("openapi.json"), json.response().body());
        Files.write(FOLDER.resolve("openapi.yaml"), yaml.response().body());
    }

    @Test
    void isSentAgain_onlyWhenItIsAnotherOne() {
        for (String path : List.of("/api/v1/openapi.json", "/api/v1/openapi.yaml")) {
            String tag = server.get(path).header("ETag");

            Answer same = server.send(
                    server.request(path).header("If-None-Match", tag).GET());
            Answer other = server.send(
                    server.request(path).header("If-None-Match", "\"other\"").GET());

            assertThat(same.status()).isEqualTo(304);
            assertThat(same.response().body()).isEmpty();
            assertThat(same.header("ETag")).isEqualTo(tag);
            assertThat(other.status()).isEqualTo(200);
        }
    }

    @Test
    void isLinked_andTakesNoToken() {
        JsonNode links = server.get("/api/v1").json().path("links");

        assertThat(links.path("openapi.json").asText()).isEqualTo("/api/v1/openapi.json");
        assertThat(links.path("openapi.yaml").asText()).isEqualTo("/api/v1/openapi.yaml");
        try (TestServer guarded = TestServer.guardedBy(Authenticator.byTokens(Tokens.parse("a:reader:secret")))) {
            assertThat(guarded.get("/api/v1/openapi.json").status()).isEqualTo(200);
            assertThat(guarded.get("/api/v1").status()).isEqualTo(401);
        }
    }

    @Test
    void operationIds_areUnique() {
        Set<String> seen = new HashSet<>();

        assertThat(DescribedApi.ofThisServer().operations())
                .allSatisfy(operation -> assertThat(seen.add(operation.id()))
                        .as(operation + " has the operationId " + operation.id() + " of another operation")
                        .isTrue());
    }
}
