package com.orchestrator.engine.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    private static String of(String message) {
        return Fingerprint.of("shop", "order", "charge", "PSP_DOWN", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "took 30 s | took # s",
                "took 30.5 s, not 7 | took # s, not #",
                "order 0199a3f2-7c11-7000-8000-00000000beef is gone | order # is gone",
                "at 2026-11-28T15:33:00.123Z from 10.0.0.7:5432 | at # from #",
                "at address deadbeefcafe: bad | at address #: bad",
                "no account 'kim' for \"order-17\" | no account '*' for '*'",
                "can't reach it, isn't there | can't reach it, isn't there",
                "an open 'quote | an open 'quote",
                "GET https://psp.example/charges/17 said 503. | GET # said #.",
                "id cus_Nf9aXk21 unknown | id # unknown",
                "two \t  blanks | two blanks",
                "a face and a bad cab | a face and a bad cab",
                "kunde_x wurde nicht gefunden: Straße | kunde_x wurde nicht gefunden: Straße",
            })
    void particulars_areTakenOut(String message, String shape) {
        assertThat(Fingerprint.normalised(message)).isEqualTo(shape);
    }

    @Test
    void whatDiffersInParticularsAlone_isOneCause() {
        Set<String> prints = List.of(
                        "customer 17 has no card 'visa-4711' since 2026-01-01",
                        "customer 991827364 has no card 'mc' since 2025-12-31T23:59:59Z",
                        "customer 0199a3f2-7c11-7000-8000-00000000beef has no card \"x\" since 5")
                .stream()
                .map(FingerprintTest::of)
                .collect(Collectors.toSet());

        assertThat(prints).hasSize(1).allSatisfy(print -> assertThat(print).matches("[0-9a-f]{32}"));
    }

    @Test
    void whatDiffersInAnythingElse_isAnother() {
        assertThat(List.of(
                        of("no answer"),
                        of("no money"),
                        Fingerprint.of("bank", "order", "charge", "PSP_DOWN", "no answer"),
                        Fingerprint.of("shop", "refund", "charge", "PSP_DOWN", "no answer"),
                        Fingerprint.of("shop", "order", "ship", "PSP_DOWN", "no answer"),
                        Fingerprint.of("shop", "order", null, "PSP_DOWN", "no answer"),
                        Fingerprint.of("shop", "order", "charge", "LOST", "no answer"),
                        Fingerprint.of("shop", "order", "charge", "PSP_DOWN", null)))
                .doesNotHaveDuplicates();
        assertThat(Fingerprint.of("a", "bc", null, "d", null)).isNotEqualTo(Fingerprint.of("ab", "c", null, "d", null));
    }

    @Test
    void aLongMessage_isReadUpToABound() {
        String start = "a cause ".repeat(300);

        assertThat(of(start + "x")).isEqualTo(of(start + "y".repeat(1_000_000)));
    }

    /** One pass: a million characters would show a square. */
    @Test
    void hostileMessages_endAtOnce_andStayBounded() {
        for (String piece : List.of("'", "\"'`", "-", "1-", "a'b", "\u0000", "\ud800", "'\"", " ", "\u202e9")) {
            String hostile = piece.repeat(1_000_000 / piece.length());

            assertThat(Fingerprint.normalised(hostile).length()).isLessThanOrEqualTo(2 * Fingerprint.MESSAGE_CHARS_MAX);
            assertThat(of(hostile)).isEqualTo(of(hostile));
        }
    }

    @Test
    void ofAnyMessage_noParticularIsLeft() {
        Random random = new Random(7);
        String letters = "ab 1-'\"`:./é\n\u0000x";
        for (int i = 0; i < 20_000; i++) {
            String message = random.ints(random.nextInt(30), 0, letters.length())
                    .mapToObj(at -> String.valueOf(letters.charAt(at)))
                    .collect(Collectors.joining());

            String shape = Fingerprint.normalised(message);

            assertThat(shape).as(message).doesNotContain("1", "\u0000", "\n", "  ");
        }
    }
}
