package com.orchestrator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.conformance.scenario.Scenario;
import com.orchestrator.conformance.scenario.Scenarios;
import com.orchestrator.launcher.os.LaunchException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceOptionsTest {

    private static ConformanceOptions parse(String line) {
        return ConformanceOptions.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    @Test
    void saysNothing_playsEverythingOnTwoServersOfItsOwn() {
        ConformanceOptions options = parse("");

        assertThat(options.scenarios()).isEqualTo(Scenarios.ALL).hasSize(38);
        assertThat(options.urls()).isEmpty();
        assertThat(options.servers()).isEqualTo(2);
        assertThat(options.withKills()).isFalse();
    }

    @Test
    void namesWhatItWants() {
        ConformanceOptions options =
                parse("--scenario cancel-undo --scenario forward-only --kills --servers 1 --json out.json");

        assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("cancel-undo", "forward-only");
        assertThat(options.withKills()).isTrue();
        assertThat(options.servers()).isEqualTo(1);
        assertThat(options.json()).contains(Path.of("out.json"));
    }

    @Test
    void urls_areTheServersUnderTest() {
        assertThat(parse("--url http://a:1 --url https://b").urls())
                .containsExactly(URI.create("http://a:1"), URI.create("https://b"));
    }

    @Test
    void nonsense_isRefusedWithASentence() {
        assertRefused("--fly", "no option '--fly'");
        assertRefused("--scenario fly", "no scenario 'fly'; there are forward-only, ");
        assertRefused("--servers 3", "needs 1 or 2");
        assertRefused("--url here", "needs the address of a server");
        assertRefused("--json", "needs a value");
        assertRefused("--url http://a:1 --kills", "cannot go with '--url'");
    }

    private static void assertRefused(String line, String why) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(why);
    }
}
