package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.command.Vocabulary.Phrase;
import com.orchestrator.cli.noun.Words;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every verb, misused in every way there is: one sentence, a hint, exit code 2, and no server hears of it. */
class UsageTest {

    private static final String NO_VALUE_OF_ANYTHING = "\u0000 = none";

    private final AtomicInteger calls = new AtomicInteger();
    private ServerSocket server;
    private Desk desk;

    @BeforeEach
    void listen(@TempDir Path folder) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread counting = new Thread(this::count);
        counting.setDaemon(true);
        counting.start();
        desk = new Desk(URI.create("http://127.0.0.1:" + server.getLocalPort()), folder);
    }

    private void count() {
        while (!server.isClosed()) {
            try {
                server.accept().close();
                calls.incrementAndGet();
            } catch (IOException e) {
                return;
            }
        }
    }

    @AfterEach
    void hearNoMore() throws IOException {
        server.close();
    }

    private static List<Phrase> phrases() {
        return Words.of("orc").phrases();
    }

    private void refuses(String about, List<String> line) {
        Said said = desk.orc(line.toArray(String[]::new));
        assertThat(said.exitCode()).as("%s: %s", about, said).isEqualTo(2);
        assertThat(said.out()).as(about).isEmpty();
        assertThat(said.errLines()).as("%s: %s", about, said).hasSize(2);
        assertThat(said.errLines().get(0)).as(about).startsWith("orc: ").endsWith(".");
        assertThat(said.errLines().get(1)).as(about).startsWith("  ").endsWith(".");
        assertThat(calls).as("%s asked the server", about).hasValue(0);
    }

    /** A line that would be understood. */
    private static List<String> complete(Phrase phrase) {
        List<String> line = new ArrayList<>(List.of(phrase.words().split(" ")));
        phrase.verb().arguments().stream()
                .filter(Argument::isRequired)
                .forEach(argument -> line.add(fitting(argument.kind())));
        phrase.verb().options().stream().filter(Option::isRequired).forEach(option -> {
            line.add(option.name());
            line.add(fitting(option.kind()));
        });
        return line;
    }

    private static String fitting(Kind kind) {
        return kind.words().isEmpty()
                ? Stream.of("x", "3", "30s", "2026-01-01T00:00:00Z", "a=b")
                        .filter(kind.test()::accepts)
                        .findFirst()
                        .orElseThrow()
                : kind.words().get(0);
    }

    private static List<String> plus(List<String> line, String... more) {
        return Stream.concat(line.stream(), Stream.of(more)).toList();
    }

    @Test
    void anOptionThatThereIsNot() {
        assertThat(phrases()).hasSizeGreaterThan(25);
        for (Phrase phrase : phrases()) {
            refuses(phrase.words() + " --no-such", plus(complete(phrase), "--no-such"));
        }
    }

    @Test
    void anArgumentOrOptionThatIsMissing() {
        for (Phrase phrase : phrases()) {
            List<String> words = List.of(phrase.words().split(" "));
            Verb verb = phrase.verb();
            boolean needsSomething = verb.arguments().stream().anyMatch(Argument::isRequired)
                    || verb.options().stream().anyMatch(Option::isRequired);
            if (needsSomething) {
                refuses(phrase.words() + " alone", words);
            }
        }
    }

    @Test
    void anArgumentTooMany() {
        for (Phrase phrase : phrases()) {
            boolean takesAny =
                    phrase.verb().arguments().stream().anyMatch(argument -> argument.count() != Argument.Count.ONE);
            if (!takesAny) {
                refuses(phrase.words() + " with one too many", plus(complete(phrase), "surplus"));
            }
        }
    }

    @Test
    void aValueThatCannotBeMeant() {
        int tried = 0;
        for (Phrase phrase : phrases()) {
            for (Option option : phrase.verb().options()) {
                if (!option.kind().isFlag() && !option.kind().test().accepts(NO_VALUE_OF_ANYTHING)) {
                    String given = option.name() + "=" + NO_VALUE_OF_ANYTHING;
                    refuses(phrase.words() + " " + option.name(), plus(complete(phrase), given));
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(20);
    }

    @Test
    void anOptionWithoutItsValue_orWithOneThatItDoesNotTake() {
        for (Phrase phrase : phrases()) {
            for (Option option : phrase.verb().options()) {
                if (option.kind().isFlag()) {
                    refuses(phrase.words() + option.name() + "=x", plus(complete(phrase), option.name() + "=x"));
                } else if (!option.valueOptional()) {
                    refuses(phrase.words() + " " + option.name(), plus(complete(phrase), option.name()));
                }
            }
        }
    }

    @Test
    void anEndThatNobodyHasSaidYesTo() {
        List<Phrase> destructive = phrases().stream()
                .filter(phrase -> phrase.verb().isDestructive())
                .toList();
        assertThat(destructive).extracting(Phrase::words).contains("instance cancel", "instance delete");
        for (Phrase phrase : destructive) {
            refuses(phrase.words() + " on a pipe", complete(phrase));
        }
    }

    @Test
    void aNounWithoutAVerb_aVerbThatThereIsNot_aFormatThatThereIsNot() {
        refuses("nothing", List.of());
        refuses("a wrong word", List.of("instanc"));
        Words.of("orc").nouns().forEach(noun -> {
            refuses(noun.name(), List.of(noun.name()));
            refuses(noun.name() + " frobnicate", List.of(noun.name(), "frobnicate"));
        });
        desk.with("ORCHESTRATOR_OUTPUT", "xml");
        refuses("a format", List.of("instance", "list"));
        desk.with("ORCHESTRATOR_OUTPUT", "json").with("ORCHESTRATOR_URL", "ftp://x");
        refuses("an address", List.of("instance", "list"));
    }

    @Test
    void whatIsMistyped_isGuessed() {
        assertThat(desk.orc("instance", "lst").err()).contains("Did you mean 'list'?");
        assertThat(desk.orc("instance", "list", "--stat", "FAILED").err()).contains("Did you mean '--state'?");
    }

    @Test
    void everyVerb_hasHelpWithoutAServer() {
        for (Phrase phrase : phrases()) {
            List<String> line = plus(List.of(phrase.words().split(" ")), "--help");
            Said said = desk.orc(line.toArray(String[]::new));
            assertThat(said.exitCode()).as(phrase.words()).isZero();
            assertThat(said.out())
                    .startsWith("Usage: orc " + phrase.words())
                    .contains(phrase.verb().about());
            assertThat(said.err()).isEmpty();
            Stream.concat(phrase.verb().options().stream(), Globals.all().stream())
                    .forEach(option -> assertThat(said.out()).contains(option.name()));
        }
        assertThat(calls).hasValue(0);
    }
}
