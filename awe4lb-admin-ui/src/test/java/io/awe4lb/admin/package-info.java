@org.jspecify.annotations.NullMarked
package io.awe4lb.admin;
