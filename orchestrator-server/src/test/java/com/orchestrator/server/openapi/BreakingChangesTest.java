package com.orchestrator.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.orchestrator.server.openapi.BreakingChanges.Change;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What breaks a client is found, and nothing else. */
class BreakingChangesTest {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String API = """
            paths:
              /things/{id}:
                parameters:
                  - { name: id, in: path, required: true, schema: { type: string } }
                post:
                  operationId: changeThing
                  x-required-role: reader
                  parameters:
                    - { name: wait, in: query, schema: { type: integer, maximum: 60 } }
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: { $ref: '#/components/schemas/Change' }
                  responses:
                    '200':
                      headers: { ETag: { required: true, schema: { type: string } } }
                      content:
                        application/json:
                          schema: { $ref: '#/components/schemas/Thing' }
            components:
              schemas:
                Change:
                  type: object
                  additionalProperties: false
                  required: [reason]
                  properties:
                    reason: { type: string, maxLength: 2000 }
                    kind: { type: string, enum: [big, small] }
                    cron: { anyOf: [{ type: string }, { type: array, items: { type: string } }] }
                Thing:
                  type: object
                  required: [id, parts]
                  properties:
                    id: { type: string, format: uuid }
                    state: { type: string, enum: [ON, OFF] }
                    parts: { type: array, items: { $ref: '#/components/schemas/Thing' } }
                    end: { anyOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] }
            """;

    private static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new AssertionError(yaml, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/things/{id}:                              | /stuff/{id}:                     | the operation is gone",
                "post:                                      | put:                             | the operation is gone",
                "operationId: changeThing                   | operationId: change              | its operationId is now change",
                "x-required-role: reader                    | x-required-role: operator        | it takes the role operator now",
                "name: wait                                 | name: patience                   | the query parameter 'wait' is gone",
                "in: query,                                 | in: query, required: true,       | the query parameter 'wait' is needed now",
                "maximum: 60                                | maximum: 30                      | the parameter 'wait': maximum is 30 now",
                "type: integer, maximum                     | type: string, maximum            | the parameter 'wait': it was of type [integer]",
                "required: [reason]                         | required: [reason, kind]         | the request/kind: it is needed now",
                "kind: { type                               | sort: { type                     | the request/kind: it is gone",
                "enum: [big, small]                         | enum: [big]                      | the request/kind: the value small is gone",
                "reason: { type: string, maxLength: 2000 }  | reason: { type: string, maxLength: 200 } | the request/reason: maxLength is 200 now",
                "reason: { type: string,                    | reason: { type: string, pattern: x, | the request/reason: it has to match",
                "anyOf: [{ type: string }, { type: array    | anyOf: [{ type: array            | the request/cron: a form that it could have is gone",
                "headers: { ETag: { required: true          | headers: { ETag: { required: false | the answer 200 may be without ETag",
                "'200':                                     | '202':                           | it is not answered 200 any more",
                "id: { type: string, format: uuid }         | name: { type: string }           | the answer 200/id: it is gone",
                "format: uuid                               | format: date                     | the answer 200/id: it was of format 'uuid'",
                "id: { type: string, format                 | id: { type: [string, 'null'], format | the answer 200/id: it was of type [string] and is of type [null, string]",
                "required: [id, parts]                      | required: [id]                   | the answer 200/parts: it may be missing now",
                "/Thing' }, { type: 'null' }]               | /Thing' }, { type: 'null' }, { type: boolean }] | the answer 200/end: it can have another form now",
            })
    void whatBreaks_isFound(String released, String now, String found) {
        assertThat(API).contains(released);

        List<Change> changes = BreakingChanges.between(tree(API), tree(API.replace(released, now)));

        assertThat(changes)
                .extracting(Change::toString)
                .anyMatch(change -> change.startsWith("changeThing (/things/{id}): " + found));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "maximum: 60                 | maximum: 600",
                "enum: [big, small]          | enum: [big, small, tiny]",
                "enum: [ON, OFF]             | enum: [ON, OFF, BROKEN]",
                "required: [reason]          | required: []",
                "required: [id, parts]       | required: [id, parts, state]",
                "kind: { type                | more: { type: string }, kind: { type",
                "/Thing' }, { type: 'null' }] | /Thing' }]",
                "x-required-role: reader      | x-other: none",
            })
    void whatOnlyAdds_isNone(String released, String now) {
        String after = API.replace(released, now.replace("}, kind", "}\n        kind"));

        assertThat(after).isNotEqualTo(API);
        assertThat(BreakingChanges.between(tree(API), tree(after))).isEmpty();
    }

    @Test
    void parameterThatIsNewAndNeeded_breaks_andOneThatIsNotDoesNot() {
        JsonNode needed = tree(API);
        parameters(needed).addObject().put("name", "why").put("in", "query").put("required", true);
        JsonNode wished = tree(API);
        parameters(wished).addObject().put("name", "why").put("in", "query");

        assertThat(BreakingChanges.between(tree(API), needed)).hasSize(1);
        assertThat(BreakingChanges.between(tree(API), wished)).isEmpty();
    }

    private static ArrayNode parameters(JsonNode api) {
        return ((ObjectNode) api.at("/paths/~1things~1{id}/post")).withArray("parameters");
    }
}
