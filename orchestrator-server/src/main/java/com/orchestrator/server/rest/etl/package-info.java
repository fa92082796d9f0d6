/** Extract-and-load jobs: under the API's own address, and literally as the founding document has them. */
@NullMarked
package com.orchestrator.server.rest.etl;

import org.jspecify.annotations.NullMarked;
