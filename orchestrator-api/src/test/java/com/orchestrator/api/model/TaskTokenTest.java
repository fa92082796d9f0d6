package com.orchestrator.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskTokenTest {

    private final TaskToken token = new TaskToken(new UUID(0x0199_0000_0000_7000L, -2), "wörker 1", Long.MAX_VALUE);

    @Test
    void text_standsInAnAddressAsItIs_andIsReadBack() {
        assertThat(token.toString()).matches("[A-Za-z0-9._-]{1,200}");
        assertThat(TaskToken.parse(token.toString())).isEqualTo(token);
    }

    @Test
    void everythingElse_isRefused() {
        String text = token.toString();
        for (int length = 0; length < text.length(); length++) {
            refused(text.substring(0, length));
        }
        refused(text.replace('.', ':'));
        refused(text + "AAAA");
        refused("t1.***");
        refused(text.substring(0, 10) + (text.charAt(10) == 'A' ? 'B' : 'A') + text.substring(11));
    }

    private static void refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TaskToken.parse(text));
    }
}
