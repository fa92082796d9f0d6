package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.payara.ServerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerCommandTest {

    private final Map<String, String> configured = new HashMap<>(Map.of(
            "orchestrator.datasource.url", "jdbc:postgresql://db/orchestrator",
            "orchestrator.datasource.username", "orchestrator",
            "orchestrator.datasource.password", "secret"));

    @Test
    void listensOnLoopbackUnlessToldOtherwise() {
        var settings = settings("server");

        assertThat(settings.url()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings.configuration()).isEmpty();
    }

    @Test
    void namesEveryMissingVariable() {
        configured.remove("orchestrator.datasource.url");
        configured.remove("orchestrator.datasource.password");

        assertThatThrownBy(() -> settings("server"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("ORCHESTRATOR_DATASOURCE_URL, ORCHESTRATOR_DATASOURCE_PASSWORD");
    }

    @Test
    void isOpenToTheNetworkOnlyWithTokensOrOnPurpose() {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThatThrownBy(() -> settings("server --host " + host))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("ORCHESTRATOR_TOKENS");
        }
        assertThat(settings("server --host ::1").host()).isEqualTo("::1");

        configured.put("orchestrator.tokens", "t");
        assertThat(settings("server --host 0.0.0.0").host()).isEqualTo("0.0.0.0");
        configured.remove("orchestrator.tokens");
        configured.put("orchestrator.auth", "none");
        assertThat(settings("server --host 0.0.0.0").host()).isEqualTo("0.0.0.0");
    }

    private ServerSettings settings(String line) {
        return ServerCommand.settings(Arguments.parse(List.of(line.split(" "))), configured);
    }
}
