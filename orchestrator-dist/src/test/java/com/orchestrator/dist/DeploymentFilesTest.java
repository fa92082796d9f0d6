package com.orchestrator.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of {@code deploy}, before there is a cluster to try them on. */
class DeploymentFilesTest {

    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path CHART = DEPLOY.resolve("helm/orchestrator");
    private static final Pattern VALUE = Pattern.compile("\\.Values((?:\\.\\w+)+)");

    private final Chart chart = new Chart(CHART);

    private static List<JsonNode> base() throws IOException {
        try (Stream<Path> files = Files.list(DEPLOY.resolve("k8s"))) {
            return files.filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .map(Manifests::read)
                    .toList();
        }
    }

    private static JsonNode deployment(List<JsonNode> manifests) {
        return manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyFile_hasOnlyWhatKubernetesKnows() throws IOException {
        List<JsonNode> all = Stream.of(
                        base(), chart.rendered(Map.of()), List.of(Manifests.read(DEPLOY.resolve("k8s-migrate.yaml"))))
                .flatMap(List::stream)
                .toList();

        assertThat(all).hasSize(9).allSatisfy(Manifests::check);
    }

    @Test
    void aFieldThatKubernetesDoesNotKnow_isFound() throws IOException {
        JsonNode broken = deployment(base()).deepCopy();
        ((ObjectNode) broken.at("/spec/template/spec")).put("enableServiceLink", false);

        assertThat(Manifests.fault(broken))
                .hasValueSatisfying(fault -> assertThat(fault).contains("enableServiceLink"));
    }

    @Test
    void servers_haveNoRights_andAreToldNothingByKubernetes() throws IOException {
        for (JsonNode deployment : List.of(deployment(base()), deployment(chart.rendered(Map.of())))) {
            JsonNode pod = deployment.at("/spec/template/spec");
            JsonNode server = pod.at("/containers/0/securityContext");
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(server.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(server.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(server.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(deployment.at("/spec/selector/matchLabels"))
                    .isEqualTo(deployment.at("/spec/template/metadata/labels"));
        }
    }

    @Test
    void everyFileOfTheBase_isNamedByIt() throws IOException {
        JsonNode base = Manifests.read(DEPLOY.resolve("k8s/kustomization.yaml"));
        try (Stream<Path> files = Files.list(DEPLOY.resolve("k8s"))) {
            assertThat(base.path("resources"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals("kustomization.yaml"))
                                    .toList());
        }
    }

    @Test
    void values_fitTheirSchema_andEachIsUsed() throws IOException {
        assertThat(faults(Manifests.read(CHART.resolve("values.yaml")).toString()))
                .isEmpty();

        var used = new TreeSet<String>();
        try (Stream<Path> templates = Files.list(CHART.resolve("templates"))) {
            for (Path template : templates.toList()) {
                Matcher value = VALUE.matcher(Files.readString(template));
                while (value.find()) {
                    used.add(value.group(1).replace('.', '/'));
                }
            }
        }
        assertThat(used)
                .allSatisfy(path -> assertThat(chart.values().at(path).isMissingNode())
                        .as(path)
                        .isFalse());
        chart.values().properties().forEach(top -> {
            boolean isMap = top.getValue().isObject()
                    && !List.of("settings", "resources").contains(top.getKey());
            if (isMap) {
                top.getValue()
                        .fieldNames()
                        .forEachRemaining(field -> assertThat(used).contains("/" + top.getKey() + "/" + field));
            } else {
                assertThat(used).contains("/" + top.getKey());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"replicas\": -1}",
                "{\"replica\": 3}",
                "{\"datasource\": {\"url\": \"postgres://db\", \"username\": \"x\"}}",
                "{\"datasource\": {\"url\": \"jdbc:postgresql://db/x\", \"username\": \"x\", \"password\": \"in the open\"}}",
                "{\"settings\": {\"datasource.password\": \"in the open\"}}",
                "{\"settings\": {\"engine.lanes\": [4]}}",
                "{\"taskSecrets\": [{\"secret\": {\"name\": \"without its files\"}}]}",
                "{\"service\": {\"type\": \"Ingress\"}}"
            })
    void valuesThatCannotBe_areRefused(String overridden) throws IOException {
        ObjectNode values = (ObjectNode) chart.values().deepCopy();
        values.setAll((ObjectNode) Manifests.JSON.readTree(overridden));

        assertThat(faults(values.toString())).isNotEmpty();
    }

    @Test
    void settings_becomeVariables() throws JsonProcessingException {
        JsonNode settings = Manifests.JSON.readTree("{\"engine.batch-max\": 100}");

        assertThat(deployment(chart.rendered(Map.of("settings", settings))).at("/spec/template/spec/containers/0/env"))
                .anySatisfy(variable -> {
                    assertThat(variable.path("name").asText()).isEqualTo("ORCHESTRATOR_ENGINE_BATCH_MAX");
                    assertThat(variable.path("value").asText()).isEqualTo("100");
                });
    }

    @Test
    void secretsOfTasks_areFilesOfTheirNamespaces() throws IOException {
        JsonNode sources = Manifests.JSON.readTree(
                "[{\"secret\": {\"name\": \"s\", \"items\": [{\"key\": \"psp_key\", \"path\": \"shop/psp_key\"}]}}]");
        List<JsonNode> rendered = chart.rendered(Map.of("taskSecrets", sources));

        assertThat(rendered).allSatisfy(Manifests::check);
        for (JsonNode pod : List.of(
                deployment(base()).at("/spec/template/spec"),
                deployment(rendered).at("/spec/template/spec"))) {
            assertThat(pod.at("/containers/0/env"))
                    .filteredOn(variable -> variable.path("name").asText().equals("ORCHESTRATOR_SECRETS_DIR"))
                    .singleElement()
                    .satisfies(variable -> assertThat(pod.at("/containers/0/volumeMounts"))
                            .anySatisfy(mount -> {
                                assertThat(mount.path("name").asText()).isEqualTo("task-secrets");
                                assertThat(mount.path("mountPath").asText())
                                        .isEqualTo(variable.path("value").asText());
                            }));
            assertThat(pod.at("/volumes"))
                    .anySatisfy(volume -> assertThat(volume.at("/projected/sources/0/secret/items/0/path")
                                    .asText())
                            .isEqualTo("shop/psp_key"));
        }
    }

    private static List<?> faults(String values) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(CHART.resolve("values.schema.json")));
        return schema.validate(values, InputFormat.JSON);
    }
}
