package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.fleet.ServerSetting;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.seal.KeyRingProvider;
import com.orchestrator.engine.seal.SettledKeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration turns into, and what stops the start. */
class SettingsTest {

    private static Settings settings(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return Settings.of(List.of(new ConfigSource("test", values)));
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
        "ORCHESTRATOR_SOMETHING_ELSE, known are",
        "datasource.url, did you mean orchestrator.datasource.url?",
        "ORCHESTRATOR_DATASOURCE_PASSWORD_FIEL, ORCHESTRATOR_DATASOURCE_PASSWORD_FILE",
        "ORCHESTRATOR_DATASOURCE_URL_FILE, known are",
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
            strings = {
                "orchestrator.draining",
                "orchestrator.requests.active",
                "orchestrator.root",
                "ORCHESTRATOR_HOME",
                "ORCHESTRATOR_URL",
                "orchestrator.etl.data",
                "ORCHESTRATOR_DB_SERVICE_HOST",
                "ORCHESTRATOR_PORT_8080_TCP_ADDR"
            })
    void namesOfOthers_areLetPass(String key) {
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
    void aFormatThatTheLauncherDoesNotKnow_stopsTheStart() {
        Settings settings =
                settings("orchestrator.datasource.url", "jdbc:postgresql://db/orc", "orchestrator.log.format", "JSON");

        assertThatThrownBy(() -> ServerConfig.read(() -> settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("ORCHESTRATOR_LOG_FORMAT", "'JSON', which is none of text, json");
    }

    @Test
    void keysThatSeal_areTakenFromASetting_orFromAProvider() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);

        assertThat(EngineConfigFactory.keyRing(settings())).isNull();
        assertThat(EngineConfigFactory.keyRing(settings("orchestrator.encryption.keys", "new:" + key + "\nold:" + key))
                        .primary())
                .isEqualTo("new");
        assertThat(EngineConfigFactory.keyRing(settings("orchestrator.encryption.provider", "of-the-test"))
                        .primary())
                .isEqualTo("provided");
    }

    @ParameterizedTest
    @CsvSource({
        "s3cr3t, , orchestrator.encryption.keys: key 1 is not of the form id:base64",
        "'k:s3cr3ts3cr3t', , orchestrator.encryption.keys: the key 'k' has 9 bytes",
        ", nobody, no KeyRingProvider on the class path",
        "'s3cr3t', of-the-test, cannot both be set"
    })
    void keysThatCannotSeal_stopTheStart(@Nullable String keys, @Nullable String provider, String why) {
        List<String> pairs = new ArrayList<>();
        if (keys != null) {
            pairs.addAll(List.of("orchestrator.encryption.keys", keys));
        }
        if (provider != null) {
            pairs.addAll(List.of("orchestrator.encryption.provider", provider));
        }
        Settings settings = settings(pairs.toArray(String[]::new));

        assertThatThrownBy(() -> EngineConfigFactory.keyRing(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("s3cr3t");
    }

    /** Found by its name in META-INF/services of the tests. */
    public static final class TestKeyRingProvider implements KeyRingProvider {
        @Override
        public String name() {
            return "of-the-test";
        }

        @Override
        public KeyRing open() {
            return SettledKeyRing.parse("provided:" + Base64.getEncoder().encodeToString(new byte[32]));
        }
    }

    @Test
    void badValue_isQuotedWithItsVariable() {
        Settings settings = settings("orchestrator.engine.lanes", "many");

        assertThatThrownBy(() -> EngineConfigFactory.engine(settings))
                .hasMessageContaining("ORCHESTRATOR_ENGINE_LANES")
                .hasMessageContaining("'many'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "shop:", "\"Shop\"", "shop,SHOP:orders"})
    void anOutboxThatCannotBe_stopsTheStart(String schemas) {
        Settings settings = settings(
                "orchestrator.outbox.schemas", schemas,
                "orchestrator.datasource.url", "jdbc:postgresql://localhost/x",
                "orchestrator.datasource.username", "x");

        assertThatThrownBy(() -> EngineConfigFactory.outboxes(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("orchestrator.outbox.schemas: ");
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

    @Test
    void theStrongerPlace_wins_andIsNamed() {
        Settings settings = Settings.of(List.of(
                new ConfigSource("environment", Map.of("ORCHESTRATOR_ENGINE_LANES", "4")),
                new ConfigSource(
                        "orchestrator.yaml",
                        Map.of("orchestrator.engine.lanes", "8", "orchestrator.engine.batch-max", "9"))));

        assertThat(settings.number(ConfigKey.ENGINE_LANES)).isEqualTo(4);
        assertThat(source(settings, ConfigKey.ENGINE_LANES)).isEqualTo("environment");
        assertThat(source(settings, ConfigKey.ENGINE_BATCH_MAX)).isEqualTo("orchestrator.yaml");
        assertThat(source(settings, ConfigKey.LEASE_LOST_MAX)).isEqualTo("default");
    }

    private static String source(Settings settings, ConfigKey key) {
        return item(settings, key).source();
    }

    private static ServerSetting item(Settings settings, ConfigKey key) {
        return EffectiveConfig.of(settings).stream()
                .filter(item -> item.key().equals(key.property()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSecret_isReadFromItsFile_withoutTheLastLineFeed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "s3cr3t\n");
        Settings settings = settings("ORCHESTRATOR_DATASOURCE_PASSWORD_FILE", file.toString());

        assertThat(settings.text(ConfigKey.DATASOURCE_PASSWORD)).contains("s3cr3t");
        assertThat(item(settings, ConfigKey.DATASOURCE_PASSWORD).value()).isEqualTo("***");
        assertThat(source(settings, ConfigKey.DATASOURCE_PASSWORD)).contains(file.toString());
    }

    @Test
    void aSecretSaidTwice_andAFileThatIsNotThere_stopTheStart() {
        assertThatThrownBy(() -> settings(
                        "ORCHESTRATOR_DATASOURCE_PASSWORD",
                        "s3cr3t",
                        "ORCHESTRATOR_DATASOURCE_PASSWORD_FILE",
                        "/no/such"))
                .hasMessageContaining("/no/such");
        assertThatThrownBy(() -> settings("ORCHESTRATOR_AUTH", "none", "orchestrator.auth", "none"))
                .hasMessageContaining("said twice");
    }

    @Test
    void noSecretIsShown() {
        String shown = EffectiveConfig.of(settings(
                        "orchestrator.tokens", "a:admin:s3cr3t",
                        "orchestrator.router.broker", "amqp://me:s3cr3t@broker/",
                        "orchestrator.projections.password", "s3cr3t",
                        "orchestrator.datasource.url", "jdbc:postgresql://db/orc?sslpassword=s3cr3t&ssl=true"))
                .toString();

        assertThat(shown).doesNotContain("s3cr3t").contains("jdbc:postgresql://db/orc?sslpassword=***&ssl=true");
    }

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of(
                        "orchestrator:\n  engine: {lanes: 4}\n  webhooks:\n    allowed-hosts: [a.example, b.example]",
                        ""),
                Arguments.of(
                        "orchestrator.engine.lanes: 4\norchestrator.webhooks.allowed-hosts: a.example,b.example", ""),
                Arguments.of(
                        "orchestrator:\n  engine.lanes: 4\norchestrator.engine.lanes: 5",
                        "says orchestrator.engine.lanes twice"),
                Arguments.of("engine: {lanes: 4}", "Unknown setting engine.lanes"),
                Arguments.of("orchestrator: {engine: {lane: 4}}", "did you mean orchestrator.engine.lanes?"),
                Arguments.of("orchestrator: {datasource: {password: s3cr3t", "cannot be read"),
                Arguments.of("- orchestrator", "is not one tree of keys"),
                Arguments.of("orchestrator: {tokens: [{a: s3cr3t}]}", "no plain values"),
                Arguments.of("orchestrator: {engine: {lanes: 4}}\n---\norchestrator: {}", "is not one tree of keys"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFile_isATree_orKeysWithDots(String text, String refusal, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("orchestrator.yaml"), text);

        if (refusal.isEmpty()) {
            Settings settings = Settings.of(List.of(ConfigFile.read(file.toString())));
            assertThat(settings.number(ConfigKey.ENGINE_LANES)).isEqualTo(4);
            assertThat(settings.list(ConfigKey.WEBHOOKS_ALLOWED_HOSTS)).containsExactly("a.example", "b.example");
        } else {
            assertThatThrownBy(() -> Settings.of(List.of(ConfigFile.read(file.toString()))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(refusal)
                    .hasMessageNotContaining("s3cr3t");
        }
    }

    @Test
    void valuesOfAFile_areTakenAsTheyAreWritten(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("orchestrator.yaml"), "orchestrator:\n  datasource: {password: 0017, username: }");
        Settings settings = Settings.of(List.of(ConfigFile.read(file.toString())));

        assertThat(settings.text(ConfigKey.DATASOURCE_PASSWORD)).contains("0017");
        assertThat(settings.text(ConfigKey.DATASOURCE_USERNAME)).isEmpty();
    }

    @Test
    void aNamedFileThatIsNotThere_stopsTheStart() {
        assertThatThrownBy(() -> ConfigFile.read("/no/such.yaml")).hasMessageContaining("/no/such.yaml cannot be read");
        assertThat(ConfigFile.read("").values()).isEmpty();
    }
}
