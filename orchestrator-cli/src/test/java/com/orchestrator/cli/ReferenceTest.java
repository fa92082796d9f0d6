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
        String line = Files.readAllLines(Path.of("../orchestrator")).stream()
                .filter(one -> one.startsWith("nouns="))
                .findFirst()
                .orElseThrow();
        List<String> known =
                List.of(line.substring("nouns='".length(), line.length() - 1).split(" "));
        assertThat(known)
                .containsExactlyElementsOf(Stream.concat(
                                Words.of("orc").nouns().stream().map(Noun::name),
                                Words.of("orc").verbs().stream().map(Verb::name))
                        .filter(word -> !word.equals("server"))
                        .toList());
    }
}
