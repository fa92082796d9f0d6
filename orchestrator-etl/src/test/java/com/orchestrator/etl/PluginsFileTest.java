package com.orchestrator.etl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.Connector;
import com.orchestrator.connectors.Connector.Direction;
import com.orchestrator.connectors.Connectors;
import com.orchestrator.connectors.Workroom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers know of connectors is what connectors say. */
class PluginsFileTest {

    private static final Path FILE = Path.of(
            "..",
            "orchestrator-etl-jobs",
            "src",
            "main",
            "resources",
            "com",
            "orchestrator",
            "etl",
            "jobs",
            "plugins.json");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void theFileOfTheServer_saysWhatConnectorsSay() throws IOException {
        ObjectNode said = JSON.createObjectNode();
        for (Connector connector :
                Connectors.installed(new Workroom(List.of(), Path.of(""), 0)).all()) {
            ObjectNode plugin = said.putObject(connector.type());
            connector.connection().ifPresent(spec -> plugin.set("connection", spec.schema()));
            for (Direction direction : connector.directions()) {
                plugin.set(
                        direction == Direction.OUT_OF ? "extractor" : "loader",
                        connector.spec(direction).schema());
            }
        }
        assertThat(JSON.readTree(Files.readString(FILE)))
                .as("Write it down: " + JSON.writerWithDefaultPrettyPrinter().writeValueAsString(said))
                .isEqualTo(said);
    }
}
