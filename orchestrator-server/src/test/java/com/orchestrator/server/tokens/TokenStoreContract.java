package com.orchestrator.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.fleet.AccessToken;
import com.orchestrator.api.fleet.PrincipalCutoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What both stores of tokens do. */
interface TokenStoreContract {

    /** One without tokens. */
    TokenStore store();

    private static TokenStore.Wanted wanted(String name) {
        return new TokenStore.Wanted(name, List.of("reader@shop", "worker"), "d1", Duration.ofHours(2), "root");
    }

    @Test
    default void aToken_isKeptAsItWasWanted_andItsNameIsTaken() {
        TokenStore store = store();
        long before = store.mark().version();

        StoredToken made = store.insert(wanted("ci")).orElseThrow();

        assertThat(store.all()).containsExactly(made);
        assertThat(made.shown().grants()).containsExactly("reader@shop", "worker");
        assertThat(Duration.between(made.shown().createdAt(), made.shown().expiresAt()))
                .isEqualTo(Duration.ofHours(2));
        assertThat(store.mark().version()).isGreaterThan(before);
        assertThat(store.insert(wanted("ci"))).isEmpty();
        store.insert(wanted("a"));
        assertThat(store.all()).extracting(token -> token.shown().name()).containsExactly("a", "ci");
    }

    @Test
    default void aSecretThatIsReplaced_isKeptForItsGrace_andNoLongerThanItWasGood() {
        TokenStore store = store();
        StoredToken made = store.insert(wanted("ci")).orElseThrow();
        long before = store.mark().version();

        StoredToken rotated = store.rotate(made, "d2", Duration.ofDays(1), Duration.ofHours(1))
                .orElseThrow();
        StoredToken again = store.rotate(rotated, "d3", Duration.ofDays(1), Duration.ofDays(3))
                .orElseThrow();

        AccessToken shown = rotated.shown();
        assertThat(rotated.digest()).isEqualTo("d2");
        assertThat(rotated.formerDigest()).isEqualTo("d1");
        assertThat(shown.formerUntil()).isEqualTo(shown.rotatedAt().plus(Duration.ofHours(1)));
        assertThat(again.formerDigest()).isEqualTo("d2");
        assertThat(again.shown().formerUntil()).isEqualTo(shown.expiresAt());
        assertThat(store.mark().version()).isGreaterThan(before);
    }

    @Test
    default void aTokenThatWasMadeAnew_isAnotherOne() {
        TokenStore store = store();
        StoredToken made = store.insert(wanted("ci")).orElseThrow();

        assertThat(store.rotate(ofAnotherTime(made), "d2", Duration.ofDays(1), Duration.ZERO))
                .isEmpty();
        assertThat(store.all()).containsExactly(made);
        assertThat(store.delete("ci")).isTrue();
        assertThat(store.delete("ci")).isFalse();
        assertThat(store.rotate(made, "d2", Duration.ofDays(1), Duration.ZERO)).isEmpty();
    }

    private static StoredToken ofAnotherTime(StoredToken token) {
        AccessToken shown = token.shown();
        return new StoredToken(
                new AccessToken(
                        shown.name(),
                        shown.grants(),
                        shown.createdAt().minusSeconds(1),
                        shown.createdBy(),
                        shown.expiresAt(),
                        null,
                        null,
                        null),
                token.digest(),
                null);
    }

    @Test
    default void whoIsShutOut_isKnownByHisLastTime_andChangesTheVersion() {
        TokenStore store = store();
        long before = store.mark().version();

        PrincipalCutoff first = store.cutOff("oidc/ann", "root");
        PrincipalCutoff second = store.cutOff("oidc/ann", "boss");
        store.cutOff("oidc/aaron", "root");

        assertThat(store.cutoffs()).extracting(PrincipalCutoff::principal).containsExactly("oidc/aaron", "oidc/ann");
        assertThat(store.cutoffs()).contains(second).doesNotContain(first);
        assertThat(store.mark().version()).isGreaterThan(before);
        assertThat(store.mark().at()).isAfterOrEqualTo(second.at());
    }

    @Test
    default void whenItWasUsed_isKept_andChangesNoVersion() {
        TokenStore store = store();
        Instant made = store.insert(wanted("ci")).orElseThrow().shown().createdAt();
        long before = store.mark().version();

        store.used(Map.of("ci", made.plusSeconds(60), "gone", made));
        store.used(Map.of("ci", made.plusSeconds(30)));

        assertThat(store.all())
                .singleElement()
                .satisfies(token -> assertThat(token.shown().lastUsedAt()).isEqualTo(made.plusSeconds(60)));
        assertThat(store.mark().version()).isEqualTo(before);
    }
}
