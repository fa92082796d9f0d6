package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.noun.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written about the commands elsewhere is what they are. */
class ReferenceTest {

    private static final Path PAGE = Path.of("../docs/reference/cli.md");
    private static final String START =
            "<!-- from here on made by ReferenceTest; -Dreference.write=true makes it anew -->\n\n";

    @Test
    void thePage_saysWhatThereIs() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(START);
        String byHand = page.substring(0, page.indexOf(START) + START.length());
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, byHand + Reference.text());
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "docs/reference/cli.md; mvn -pl orchestrator-cli -am test -Dtest=ReferenceTest -Dreference.write=true"
                                + " -Dsurefire.failIfNoSpecifiedTests=false makes it anew")
                .isEqualTo(byHand + Reference.text());
    }

    /** The script has commands of its own and has to know which words are not. */
    @Test
    void theScript_knowsTheWords() throws IOException {
        assertThat(listed(Path.of("../orchestrator"), "nouns"))
                .containsExactlyElementsOf(Stream.concat(
                                Words.of("orc").nouns().stream().map(Noun::name),
                                Words.of("orc").verbs().stream().map(Verb::name))
                        .filter(word -> !word.equals("server"))
                        .toList());
    }

    /** What else stands behind that word starts a server. */
    @ParameterizedTest
    @ValueSource(strings = {"../orchestrator", "../orchestrator-dist/src/main/scripts/orchestrator"})
    void theScripts_knowWhatIsAskedOfAServer(Path script) throws IOException {
        assertThat(listed(script, "server_verbs"))
                .containsExactlyElementsOf(Words.of("orc").nouns().stream()
                        .filter(noun -> noun.name().equals("server"))
                        .flatMap(noun -> noun.verbs().stream())
                        .map(Verb::name)
                        .toList());
    }

    private static List<String> listed(Path script, String name) throws IOException {
        String line = Files.readAllLines(script).stream()
                .filter(one -> one.startsWith(name + "='"))
                .findFirst()
                .orElseThrow();
        return List.of(line.substring(name.length() + 2, line.length() - 1).split(" "));
    }
}
