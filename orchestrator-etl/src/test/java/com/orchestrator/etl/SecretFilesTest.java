package com.orchestrator.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job names comes from the worker's files; what it says itself is refused. */
class SecretFilesTest {

    @TempDir
    private Path folder;

    private ObjectNode resolve(String config) throws IOException {
        Files.writeString(folder.resolve("shop"), "hush\n");
        return new SecretFiles(folder)
                .resolve((ObjectNode) JsonMapper.builder().build().readTree(config));
    }

    @Test
    void whatIsNamed_isPutIn() throws IOException {
        assertThat(resolve("{\"password_secret\": \"shop\", \"table\": \"t\"}"))
                .hasToString("{\"table\":\"t\",\"password\":\"hush\"}");
        assertThat(resolve("{\"headers\": {\"Authorization\": {\"secret\": \"shop\"}, \"X-Page\": \"1\"}}"))
                .hasToString("{\"headers\":{\"Authorization\":\"hush\",\"X-Page\":\"1\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'password': 'x'} | /password has no place here",
                "{'password_secret': '../shop'} | /password_secret is no name of a secret",
                "{'password_secret': 'none'} | no secret 'none'",
                "{'headers': {'authorization': 'Bearer x'}} | /headers/authorization has no place here",
                "{'headers': {'X-Key': {'secret': '/etc/passwd'}}} | /headers/X-Key is no name of a secret",
                "{'headers': {'X-Key': 1}} | /headers/X-Key is to be a text"
            })
    void whatIsNoSecret_isRefused(String config, String why) {
        assertThatThrownBy(() -> resolve(config.replace('\'', '"'))).hasMessageContaining(why);
    }
}
