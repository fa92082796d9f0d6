package com.orchestrator.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Definitions of a project that a test has made. */
final class Definitions {

    static final String ORDER = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: order
            input:
              schema:
                type: object
                required: [orderId, total, lines, class]
                properties:
                  orderId: { type: string }
                  total: { type: number }
                  class: { type: string }
                  count: { type: integer, minimum: 0, maximum: 100 }
                  stamp: { type: integer }
                  pay: { enum: [card, on-delivery] }
                  customer: { type: string, format: uuid }
                  lines: { type: array, items: { $ref: "#/$defs/line" } }
                  prices: { type: object, additionalProperties: { type: number } }
                  note: { type: [string, "null"] }
                  anything: true
                $defs:
                  line:
                    type: object
                    required: [sku, gift]
                    properties:
                      sku: { type: string }
                      gift: { type: boolean }
                      parts: { type: array, items: { $ref: "#/$defs/line" } }
            tasks:
              - id: charge
                task: payment.charge
                input: { id: "none of ours", signal: "neither" }
                compensate: { task: payment.refund }
              - id: review
                signal:
                  name: fraud-review
                  timeout: 1h
                  schema: { type: object, required: [approved], properties: { approved: { type: boolean } } }
            """;

    private Definitions() {}

    static Path write(Path directory, String name, String text) {
        try {
            Files.createDirectories(directory);
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
