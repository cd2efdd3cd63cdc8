//! Arrays: how they are laid out, and their values one at a time.

use toml_edit::{Array, Value};

/// Makes `["a", "b"]`.
pub(super) fn in_one_line(texts: &[String]) -> Array {
    texts.iter().map(String::as_str).collect()
}

/// Makes an array with a line for each text if there are several.
pub(super) fn in_lines(texts: &[String]) -> Array {
    let mut array = in_one_line(texts);
    if texts.len() > 1 {
        array.iter_mut().for_each(|value| value.decor_mut().set_prefix("\n  "));
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    array
}

/// Adds a value on a line of its own, if the last one has that. What stands between two values belongs to the first of them,
/// up to the end of its line: a comment.
pub(super) fn push(array: &mut Array, mut value: Value) {
    let indent = array.iter().last().and_then(|last| {
        let prefix = last.decor().prefix()?.as_str()?;
        Some(prefix.rsplit_once('\n')?.1.to_owned())
    });
    let Some(indent) = indent else {
        array.push(value);
        return;
    };
    let trailing = array.trailing().as_str().unwrap_or_default().to_owned();
    let comment = trailing.split_once('\n').map_or("", |(comment, _)| comment);
    value.decor_mut().set_prefix(format!("{comment}\n{indent}"));
    array.set_trailing(trailing[comment.len()..].to_owned());
    array.push_formatted(value);
}

/// Takes a value out, with the comment on its line.
pub(super) fn take_out(array: &mut Array, index: usize) {
    let removed = array.remove(index);
    let text =
        |value: &Value| value.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default().to_owned();
    let before = text(&removed);
    match array.get_mut(index) {
        Some(next) if text(next).contains('\n') || index == 0 => next.decor_mut().set_prefix(before),
        Some(_) => {}
        None => {
            let trailing = array.trailing().as_str().unwrap_or_default().to_owned();
            let comment = before.rsplit_once('\n').map_or("", |(comment, _)| comment);
            let rest = trailing.find('\n').map_or(&*trailing, |at| &trailing[at..]);
            array.set_trailing(format!("{comment}{rest}"));
        }
    }
}
