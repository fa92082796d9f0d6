package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.testing.TestServer;
import org.junit.jupiter.api.Test;

class ServerConfigTest {

    @Test
    void whatHolds_isTold_withoutSecrets() {
        try (TestServer server = TestServer.open()) {
            JsonNode setting =
                    server.get("/api/v1/server/config").json().get("items").get(0);

            assertThat(setting.get("key").asText()).isEqualTo("orchestrator.datasource.password");
            assertThat(setting.get("value").asText()).isEqualTo("***");
            assertThat(setting.get("defaultValue").isNull()).isTrue();
            assertThat(setting.get("source").asText()).isEqualTo("environment");
        }
    }
}
