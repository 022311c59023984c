/** What does each path answer? One class for each noun of the API; documents are trees, made by views. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.admin.resources;
