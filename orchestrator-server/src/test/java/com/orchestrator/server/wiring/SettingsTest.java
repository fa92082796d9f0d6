package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.StartRefused;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration turns into, and what stops the start. */
class SettingsTest {

    private static Settings settings(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return Settings.of(values.keySet(), name -> Optional.ofNullable(values.get(name)));
    }

    @Test
    void nothing_meansDefaults() {
        assertThat(EngineConfigFactory.engine(settings())).isEqualTo(EngineConfig.DEFAULT);
        assertThat(EngineConfigFactory.bodyLimit(settings()).bytesMax()).isEqualTo(1 << 20);
    }

    @Test
    void values_areTaken() {
        Settings settings = settings(
                "orchestrator.lease.default-duration", "1m30s",
                "orchestrator.lease.renewal-interval", "PT20S",
                "orchestrator.engine.lanes", "4",
                "orchestrator.datasource.url", "jdbc:postgresql://db/orc",
                "orchestrator.datasource.username", "orc",
                "orchestrator.http.body-bytes-max", "2097152");

        EngineConfig engine = EngineConfigFactory.engine(settings);

        assertThat(engine.leaseDefault()).isEqualTo(Duration.ofSeconds(90));
        assertThat(engine.renewalInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(engine.lanes()).isEqualTo(4);
        assertThat(EngineConfigFactory.database(settings).password()).isEmpty();
        assertThat(EngineConfigFactory.bodyLimit(settings).bytesMax()).isEqualTo(2 << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "orchestrator.lease.default-durations, orchestrator.lease.default-duration",
        "orchestrator.leese.default-duration, orchestrator.lease.default-duration",
        "orchestrator.datasource.frobnicate, known are",
        "orchestrator.token, orchestrator.tokens",
        "ORCHESTRATOR_TOKEN, ORCHESTRATOR_TOKENS",
        "ORCHESTRATOR_ENGINE_FROBNICATE, known are",
        "ORCHESTRATOR_DATASOURCE_USER_NAME, ORCHESTRATOR_DATASOURCE_USERNAME"
    })
    void mistypedKey_stopsTheStart(String key, String suggestion) {
        assertThatThrownBy(() -> settings(key, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(suggestion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orchestrator.draining", "orchestrator.requests.active", "orchestrator.root", "ORCHESTRATOR_HOME"
            })
    void keysOfTheLauncher_areLetPass(String key) {
        assertThat(settings(key, "x").text(ConfigKey.AUTH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "orchestrator.lease.default-duration, 30",
        "orchestrator.lease.default-duration, -30s",
        "orchestrator.lease.default-duration, 15s",
        "orchestrator.engine.lanes, 0",
        "orchestrator.engine.lanes, many"
    })
    void badValue_stopsTheStart(String key, String value) {
        Settings settings = settings(key, value);

        assertThatThrownBy(() -> EngineConfigFactory.engine(settings)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void badValue_isQuotedWithItsVariable() {
        Settings settings = settings("orchestrator.engine.lanes", "many");

        assertThatThrownBy(() -> EngineConfigFactory.engine(settings))
                .hasMessageContaining("ORCHESTRATOR_ENGINE_LANES")
                .hasMessageContaining("'many'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"just-a-s3cr3t", "name:nobody:s3cr3t", "name:reader:sha256:s3cr3t", "@/no/such/file"})
    void whateverCannotBeRead_isARefusalInOneSentence(String tokens) {
        Settings settings = settings(
                "orchestrator.tokens", tokens,
                "orchestrator.datasource.url", "jdbc:postgresql://db/orc",
                "orchestrator.datasource.username", "orc");

        assertThatThrownBy(() -> ServerConfig.read(() -> settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void missingDatabase_namesTheVariable() {
        Settings settings = settings();

        assertThatThrownBy(() -> EngineConfigFactory.database(settings))
                .hasMessageContaining("ORCHESTRATOR_DATASOURCE_URL");
    }

    @Test
    void contradictionsAboutAuthentication_stopTheStart() {
        Settings both = settings("orchestrator.auth", "none", "orchestrator.tokens", "a:reader:b");
        Settings unknown = settings("orchestrator.auth", "off");

        assertThatThrownBy(() -> AuthenticatorFactory.authenticator(both)).hasMessageContaining("contradict");
        assertThatThrownBy(() -> AuthenticatorFactory.authenticator(unknown)).hasMessageContaining("none");
    }
}
