package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Vocabulary.Phrase;
import com.orchestrator.cli.noun.Words;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts for shells; that of bash in bash itself. */
class CompletionTest {

    @TempDir
    private Path folder;

    private Said bash(String lines) throws IOException {
        var desk = new Desk(URI.create("http://127.0.0.1:1"), folder);
        String script = desk.orc("completion", "bash").out();
        String ask = "t() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _orc; echo \"${COMPREPLY[*]}\"; }\n";
        return desk.process(List.of("bash", "-c", script + ask + lines));
    }

    @Test
    void bash_completesNounsVerbsOptionsAndValues() throws IOException {
        Said said = bash("t orc in\nt orc instance ca\nt orc instance list --st\nt orc instance list -o y\n"
                + "t orc start shop/order --w\nt orc completion z\nt orc instance list --state COMPL\n");
        assertThat(said.err()).isEmpty();
        assertThat(said.out().lines().toList())
                .containsExactly(
                        "instance incident",
                        "cancel",
                        "--state --started-after --started-before",
                        "yaml",
                        "--wait --watch",
                        "zsh",
                        "COMPLETED");
    }

    @Test
    void bash_knowsEveryVerbAndItsOptions() throws IOException {
        StringBuilder lines = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (Phrase phrase : Words.of("orc").phrases()) {
            lines.append("t orc ").append(phrase.words()).append(" --\n");
            phrase.verb()
                    .options()
                    .forEach(option -> expected.append(option.name()).append(' '));
            expected.append(
                    "--url --token --token-file --context --namespace --output --no-headers --quiet --verbose\n");
        }
        assertThat(bash(lines.toString()).out()).isEqualTo(expected.toString());
    }

    @Test
    void fish_knowsEveryVerbAndItsOptions() {
        String script = new Desk(URI.create("http://127.0.0.1:1"), folder)
                .orc("completion", "fish")
                .out();
        for (Phrase phrase : Words.of("orc").phrases()) {
            for (Option option : phrase.verb().options()) {
                assertThat(script).contains(" -l " + option.name().substring(2));
            }
        }
        assertThat(script.lines())
                .allMatch(line -> line.startsWith("complete -c orc "))
                .contains(
                        "complete -c orc -f -n '__fish_use_subcommand' -a instance -d 'Runs: find them, look at them, steer them.'");
    }
}
