package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFolderTest {

    @TempDir
    private Path folder;

    private long now;
    private SecretFolder secrets;

    @BeforeEach
    void open() throws IOException {
        secrets = new SecretFolder(folder, () -> now);
        write("shop/psp_key", "first\n");
    }

    private void write(String file, String text) throws IOException {
        Path at = folder.resolve(file);
        Files.createDirectories(at.getParent());
        Files.writeString(at, text);
    }

    @Test
    void aNamespace_hasTheSecretsOfItsFolderAlone() throws IOException {
        write("stock/other", "x");

        assertThat(secrets.find("shop", "psp_key")).contains("first");
        assertThat(secrets.find("stock", "psp_key")).isEmpty();
        assertThat(secrets.find("shop", "other")).isEmpty();
        assertThat(secrets.find("nowhere", "psp_key")).isEmpty();
    }

    @Test
    void onlyTheLineFeedAtItsEnd_isNoPartOfIt() throws IOException {
        write("shop/lines", " a\nb\n\r\n");

        assertThat(secrets.find("shop", "lines")).contains(" a\nb\n");
    }

    @Test
    void anotherOne_isKnownAfterAWhile() throws IOException {
        assertThat(secrets.find("shop", "psp_key")).contains("first");
        write("shop/psp_key", "second");

        now = Duration.ofSeconds(5).toNanos();
        assertThat(secrets.find("shop", "psp_key")).contains("first");
        now += 1;
        assertThat(secrets.find("shop", "psp_key")).contains("second");
    }

    @Test
    void whatIsNoText_orTooLarge_isGivenToNobody() throws IOException {
        write("shop/large", "x".repeat(64 * 1024 + 1));
        Files.write(folder.resolve("shop/bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(secrets.find("shop", "large")).isEmpty();
        assertThat(secrets.find("shop", "bytes")).isEmpty();
        assertThat(secrets.find("shop", "..")).isEmpty();
    }
}
