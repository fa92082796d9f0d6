package com.orchestrator.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is signed is known by whoever has the secret, and by nobody else. */
class WebhookSignatureTest {

    /** The secret, id, time, body and signature of a known answer, computed with {@code openssl dgst -sha256 -hmac}. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long AT = 1_614_265_330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static final InstantSource THEN = InstantSource.fixed(Instant.ofEpochSecond(AT));

    private static boolean verify(String id, String at, String signatures, byte[] body, InstantSource clock) {
        return WebhookSignature.verify(SECRET, id, at, signatures, body, clock);
    }

    @Test
    void theKnownAnswer_isFound() {
        assertThat(WebhookSignature.sign(List.of(SECRET), ID, AT, BODY)).isEqualTo(SIGNATURE);
        assertThat(verify(ID, String.valueOf(AT), SIGNATURE, BODY, THEN)).isTrue();
    }

    @Test
    void whatWasChanged_isRefused() {
        String at = String.valueOf(AT);
        byte[] other = BODY.clone();
        other[9] = '3';

        assertThat(verify(ID, at, SIGNATURE, other, THEN)).isFalse();
        assertThat(verify(ID + "x", at, SIGNATURE, BODY, THEN)).isFalse();
        assertThat(verify(ID, String.valueOf(AT + 1), SIGNATURE, BODY, THEN)).isFalse();
        assertThat(verify(ID, at, SIGNATURE.replace("v1,", "v1a,"), BODY, THEN)).isFalse();
        assertThat(verify(ID, at, "v1,nonsense!", BODY, THEN)).isFalse();
        assertThat(verify(ID, at, "", BODY, THEN)).isFalse();
        assertThat(verify(ID, "soon", SIGNATURE, BODY, THEN)).isFalse();
        assertThat(WebhookSignature.verify(SECRET, null, null, null, BODY)).isFalse();
        assertThat(WebhookSignature.verify(WebhookSignature.newSecret(), ID, at, SIGNATURE, BODY, THEN))
                .isFalse();
    }

    @Test
    void whatIsOld_isRefused_asItMayBeARepetition() {
        for (long off : new long[] {-301, 301}) {
            InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(AT + off));
            assertThat(verify(ID, String.valueOf(AT), SIGNATURE, BODY, clock)).isFalse();
        }
    }

    @Test
    void whileSecretsChange_bothSign_andOneIsEnough() {
        String next = WebhookSignature.newSecret();
        String signatures = WebhookSignature.sign(List.of(next, SECRET), ID, AT, BODY);

        assertThat(signatures.split(" ")).hasSize(2);
        assertThat(verify(ID, String.valueOf(AT), signatures, BODY, THEN)).isTrue();
        assertThat(WebhookSignature.verify(next, ID, String.valueOf(AT), signatures, BODY, THEN))
                .isTrue();
    }

    @Test
    void whatIsNoSecret_isRefused_withoutQuotingIt() {
        for (String text : List.of("", "secret", "whsec_", "whsec_abcd", "whsec_!!!!", "whsec_" + "A".repeat(200))) {
            assertThatThrownBy(() -> WebhookSignature.checkSecret(text))
                    .hasMessageNotContaining(text.length() > 6 ? text : "\0");
        }
        WebhookSignature.checkSecret(WebhookSignature.newSecret());
    }
}
