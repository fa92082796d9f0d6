package com.orchestrator.cli.noun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.outcome.CommandException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever is done to what was written shows. */
class AuditChainTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ObjectNode> entries = chain("one", "two", "three", "four", "five");

    private static List<ObjectNode> chain(String... texts) {
        List<ObjectNode> chain = new ArrayList<>();
        String hash = "0".repeat(64);
        for (String text : texts) {
            int position = chain.size() + 1;
            hash = sha256(hash + "\n" + position + "\n" + text);
            chain.add(JSON.createObjectNode()
                    .put("position", position)
                    .put("text", text)
                    .put("hash", hash));
        }
        return chain;
    }

    private static String sha256(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void verify(List<ObjectNode> entries, ObjectNode head, Optional<String> known) {
        AuditChain chain = new AuditChain(known);
        entries.forEach(chain::add);
        chain.endsWith(head);
    }

    private void isBroken(List<ObjectNode> changed, String sentence) {
        assertThatThrownBy(() -> verify(changed, entries.get(4), Optional.empty()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(sentence);
    }

    private List<ObjectNode> copy() {
        return new ArrayList<>(entries.stream().map(ObjectNode::deepCopy).toList());
    }

    @Test
    void whatWasWritten_isWhole() {
        String third = "3:" + entries.get(2).get("hash").asText();

        verify(entries, entries.get(4), Optional.empty());
        verify(entries, entries.get(4), Optional.of(third));
        assertThat(new AuditChain(Optional.empty()).position()).isZero();
    }

    @Test
    void anEntryThatWasChanged_isFound() {
        List<ObjectNode> changed = copy();
        changed.get(2).put("text", "tree");
        isBroken(changed, "Entry 3 is not what was written");
    }

    @Test
    void anEntryThatWasChanged_withAHashThatFits_breaksTheNext() {
        List<ObjectNode> changed = copy();
        String before = entries.get(1).get("hash").asText();
        changed.get(2).put("text", "tree").put("hash", sha256(before + "\n3\ntree"));
        isBroken(changed, "Entry 4 is not what was written");
    }

    @Test
    void anEntryThatWasTakenOut_isFound() {
        List<ObjectNode> changed = copy();
        changed.remove(1);
        isBroken(changed, "Entry 2 is missing");
        changed.forEach(entry -> entry.put("position", changed.indexOf(entry) + 1));
        isBroken(changed, "Entry 2 is not what was written, or not in its place");
    }

    @Test
    void entriesThatHaveChangedPlaces_areFound() {
        List<ObjectNode> changed = copy();
        Collections.swap(changed, 1, 2);
        isBroken(changed, "Entry 2 is missing");
        changed.get(1).put("position", 2);
        changed.get(2).put("position", 3);
        isBroken(changed, "Entry 2 is not what was written, or not in its place");
    }

    @Test
    void theLastOnes_whenTheyAreGone_areMissed() {
        isBroken(copy().subList(0, 3), "Entries 4 to 5 are missing");
    }

    @Test
    void aChainThatWasMadeAnew_isNotTheOneThatIsKnown() {
        String known = "3:" + entries.get(2).get("hash").asText();
        List<ObjectNode> anew = chain("one", "two", "tree", "four", "five");

        verify(anew, anew.get(4), Optional.empty());
        assertThatThrownBy(() -> verify(anew, anew.get(4), Optional.of(known))).hasMessageContaining("made anew");
    }
}
